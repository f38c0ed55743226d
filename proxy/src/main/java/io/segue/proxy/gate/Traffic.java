package io.segue.proxy.gate;

import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What control may do to one shard's traffic. Safe from any thread; no method blocks.
 *
 * <p>The order is: {@link #warm}, {@link #renew}, {@link #hold}, {@link #admitReads}, (the move), {@link #release}. A hold that nobody releases ends by itself at its
 * deadline: the proxy asks the nodes which of them is the primary and lets the waiting sessions go there, or answers each of them with
 * 40001 when none can be proved.
 */
public interface Traffic {

    /** Where units of work go now, or went until the hold. */
    Route route();

    /** What the gate does at this instant, with the counts of all event loops added up. */
    GateSnapshot snapshot();

    /**
     * Opens a spare, logged-in link to {@code target} for every live session, at a bounded rate, and has each session ask its server for
     * settings that are not known yet. A session that cannot be warmed dials at the release instead.
     *
     * @param limit how long it may take; what is warm by then is kept
     */
    CompletionStage<Warmth> warm(Node target, Duration limit);

    /**
     * Has the sessions leave the server processes that they have long used, at a bounded rate: those that have been idle since {@link #warm} come first and are without one until they need
     * it, the others go on with a new one. A server process ends the more slowly the more of the server's memory it has touched (it
     * unmaps each page), and the stop of a server waits for all of them.
     *
     * @param limit after which no session begins with it
     */
    CompletionStage<Renewed> renew(Duration limit);

    /**
     * Has idle sessions ask their servers what they hold, as far as that is not known, a few at a time: for whoever wants to know which of
     * them can be moved. The stage completes when all that can be asked now have been.
     */
    CompletionStage<Void> inquire();

    /**
     * Server processes that hold something of their sessions' that these are not known to have: they are asked again before they are next left.
     *
     * @param processes ids
     */
    void suspect(Set<Integer> processes);

    /** Closes the spare links. Harmless when there are none. */
    void cool();

    /**
     * From now on units of work that start wait; those that run go on. The stage completes when none is running any more on any event
     * loop, and fails with {@link HoldEndedException} when the hold ends before that.
     *
     * @param owner who holds, for people: {@code "cutover 3"}, {@code "pause"}
     * @param limit after which the hold ends by itself
     * @param reads where reads may go on meanwhile, as soon as {@link #admitReads} or {@link #admitAllReads} says that they may; empty when
     *     they wait like everything else
     * @throws IllegalStateException when another hold is on
     */
    CompletionStage<Void> hold(String owner, Duration limit, Optional<ReadMove> reads);

    /** A hold in which reads wait, too. */
    default CompletionStage<Void> hold(String owner, Duration limit) {
        return hold(owner, limit, Optional.empty());
    }

    /**
     * The standby of the present hold is proved to show everything that was acknowledged before an instant: the reads that had arrived by
     * then may go there. Without effect when no hold with reads is on.
     *
     * @param nanos the instant, of {@link System#nanoTime}
     */
    void admitReads(long nanos);

    /**
     * The present hold is drained, and its standby is proved to show everything that was ever acknowledged: until the hold ends, reads go
     * there as they come. Without effect when no hold with reads is on.
     */
    void admitAllReads();

    /**
     * The drain's time is up: open transactions are rolled back, and their clients told so, as far as nothing runs in them; the others end
     * with what runs. The stage completes when every event loop has heard of it: nothing more is sent in those transactions then. Without
     * effect when no hold is on.
     */
    CompletionStage<Void> endTransactions();

    /**
     * Behind {@link #endTransactions}: cancels what still runs in those transactions.
     *
     * @param committing process ids of the server in which it is not cancelled, because it may be a COMMIT
     */
    void cancelTransactions(Set<Integer> committing);

    /**
     * {@code target} was promoted: sessions that listen for notifications, and whose shard says that they shall, listen there on their spare
     * links. To be waited for before {@link #release}, so that nobody notifies before.
     */
    CompletionStage<Void> relisten(Node target);

    /**
     * Ends the hold, if any: the waiting sessions go to {@code route} in the order of their arrival, a few at first and then more and more, and
     * so does everything after them.
     *
     * @throws IllegalArgumentException when {@code route} is older than the one in force
     */
    void release(Route route);

    /**
     * Ends the hold only if {@code owner} holds, and leaves the route as it is. An implementation decides and releases in one step, so
     * that the hold of somebody who came in between is not ended.
     *
     * @return whether that owner held
     */
    default boolean release(String owner) {
        boolean held = snapshot().owner().equals(owner);
        if (held) {
            release(route());
        }
        return held;
    }
}
