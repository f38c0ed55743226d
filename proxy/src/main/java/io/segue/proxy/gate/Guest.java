package io.segue.proxy.gate;

import io.segue.proxy.route.Node;
import java.util.Set;
import java.util.function.Consumer;

/** A session as its lane sees it. Called on the lane's event loop only. */
public interface Guest {

    /** Bytes that were read from this guest's client and not sent on; asked when it joins the line. */
    int waitingBytes();

    /** The gate is open again and this guest, which waited, is next. It takes its route from the lane. */
    void admitted();

    /** This guest, which waited with a read ({@link GateLane#joinToRead}), may read on the standby. It has left the line. */
    void admittedToRead();

    /** This guest waited in vain: the hold is over and no node can be proved to take writes. */
    void refused(Refusal refusal);

    /**
     * A hold has begun. A guest between two units of work that has to ask its server something before it can leave it does so now, inside
     * ({@link GateLane#enterUnasked}). One that waits already, at the ramp of the
     * release before, and with a read, says so now ({@link GateLane#joinToRead}).
     */
    void holdBegins();

    /**
     * The drain's time is up: an open transaction is rolled back, at once when nothing of it runs, and nothing more of the guest's is sent
     * until it is. What is not in a transaction is let alone.
     */
    void endTransaction();

    /** What still runs in a transaction that is to end is cancelled, unless it runs in one of {@code committing}, process ids of the server. */
    void cancelTransaction(Set<Integer> committing);

    /** {@code target} was promoted, and the gate is about to open to it: a guest that listens for notifications does so on its spare link there. */
    void relisten(Node target, Runnable done);

    /** The gate is open again. A guest that listens for notifications and has lost its link seeks a new one. */
    void opened();

    /** The shard lives on another node now. A guest that is tied to the one before ends. */
    void shardMoved();

    /** What it is known to have is not all, if its server process is one of {@code processes}: it has to be asked again. */
    void suspect(Set<Integer> processes);

    /** Has its server asked what it holds for this guest, if that is not known and nothing runs in it. @param done in any event, once */
    void inquire(Runnable done);

    /** Opens a spare link to {@code target} and tells how that went, on this event loop. */
    void warm(Node target, Consumer<WarmResult> done);

    /** Whether it has begun nothing since it was told to {@link #warm}: then it can do without a server process for a while. */
    boolean isAtRest();

    /**
     * Leaves the server process that serves this guest, which has grown with the time and takes long to end, as soon as nothing is under way: for a new one,
     * or for none until it needs one, if it has been idle since it was warmed. Tells how that went, on this event loop, when the
     * process that was left has ended.
     */
    void renew(Consumer<Renewal> done);

    /** Closes the spare link, if there is one, and has a link to the present server again, if {@link #renew} has left it with none. */
    void cool();

    /** What came of warming one guest. */
    sealed interface WarmResult {

        record Warm() implements WarmResult {}

        /** @param reason as the server said it */
        record Cold(String reason) implements WarmResult {}

        /** The client has left in the meantime. */
        record Gone() implements WarmResult {}

        /** @param reason what the session has that cannot be taken to another server, and for which no move may be made */
        record Unmovable(String reason) implements WarmResult {}

        /** @param reason why the session will be ended when the shard leaves its server, as its policies say */
        record Ending(String reason) implements WarmResult {}
    }

    /** What came of renewing one guest. */
    enum Renewal {
        /** It goes on with a new server process. */
        FRESH,
        /** It has none until it needs one. */
        AWAY,
        /** It keeps the one that it has. */
        KEPT
    }

    /** Why a waiting guest is turned away. */
    enum Refusal {
        /** The hold passed its deadline and no node could be proved to be the primary. */
        NO_PRIMARY,
        /** Too many wait already. */
        LINE_FULL
    }
}
