package io.segue.proxy.data.session;

import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.pool.Answer;
import io.segue.proxy.data.pool.Borrower;
import io.segue.proxy.data.pool.LinkPool;
import io.segue.proxy.data.pool.PooledLink;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a session has of its pool: nothing, a place in its queue, a place for a link, or a link. Event loop. */
final class Loan implements Borrower<Knowledge> {

    private static final String APPLICATION_NAME = "application_name";

    private final LinkPool<Knowledge> pool;
    private final StartupMessage startup;
    private final Map<String, String> fixed;
    private final GateLane lane;
    private final Borrowing borrowing;

    private State state = new State.Nothing();

    private sealed interface State {

        record Nothing() implements State {}

        record InLine() implements State {}

        /** For a link that is being opened. */
        record Place(Node node) implements State {}

        /** That is not in use yet. */
        record Lent(PooledLink<Knowledge> pooled) implements State {}

        record InUse(PooledLink<Knowledge> pooled) implements State {}
    }

    Loan(LinkPool<Knowledge> pool, ClientIdentity identity, GateLane lane, Borrowing borrowing) {
        this.pool = pool;
        this.startup = identity.startup();
        this.lane = lane;
        this.borrowing = borrowing;
        this.fixed = pool.enter(identity.startup(), identity.key());
    }

    /** Whether a link has to be asked for before the session can have one. */
    boolean isNeeded() {
        return state instanceof State.Nothing;
    }

    /** Asks for a link, or a place for one. What is not decided at once is told {@link Borrowing}. */
    Answer<Knowledge> ask() {
        Answer<Knowledge> answer = pool.borrow(this);
        state = switch (answer) {
            case Answer.Lent<Knowledge>(var link) -> new State.Lent(link);
            case Answer.MayDial<Knowledge> _ -> new State.Place(lane.node());
            case Answer.Queued<Knowledge> _ -> new State.InLine();
            case Answer.Full<Knowledge> _ -> new State.Nothing();
        };
        return answer;
    }

    void leaveLine() {
        pool.leaveLine(this);
        state = new State.Nothing();
    }

    /** The link that was lent and is not in use yet. */
    Optional<SpareLink.Prepared> lentLink(Node node) {
        return state instanceof State.Lent(PooledLink<Knowledge> pooled) && pooled.link().isAlive() && pooled.link().node().equals(node)
                ? Optional.of(new SpareLink.Prepared(pooled.link(), pooled.knows().told()))
                : Optional.empty();
    }

    /** What a link is told, with the application's name if the link that was lent has that of another. */
    Replay with(Replay replay) {
        return state instanceof State.Lent(PooledLink<Knowledge> pooled) && !prefers(pooled) ? replay.with(APPLICATION_NAME, application()) : replay;
    }

    /** For people. */
    String mode() {
        return pool.rule().mode().toString();
    }

    /** The session is on {@code link} now: that which was lent, or one that it opened itself. */
    void isOn(BackendLink link) {
        switch (state) {
            case State.Place(Node node) -> state = new State.InUse(pool.opened(node, link, startup));
            case State.Lent(PooledLink<Knowledge> pooled) -> state = new State.InUse(itself(pooled, link));
            case State.InUse(PooledLink<Knowledge> pooled) -> state = new State.InUse(itself(pooled, link));
            case State.Nothing _, State.InLine _ -> throw new IllegalStateException("on a link that was not asked for");
        }
    }

    private PooledLink<Knowledge> itself(PooledLink<Knowledge> pooled, BackendLink link) {
        return pooled.link() == link ? pooled : pool.moved(pooled, link, startup);
    }

    /** What was asked for is not needed after all: it is not in use. */
    void giveUnusedBack() {
        switch (state) {
            case State.Place(Node node) -> pool.givePlaceBack(node);
            case State.Lent(PooledLink<Knowledge> pooled) -> pool.giveBack(pooled, pooled.knows());
            case State.Nothing _, State.InLine _, State.InUse _ -> throw new IllegalStateException("nothing was lent that is not in use");
        }
        state = new State.Nothing();
    }

    /**
     * The session is over.
     *
     * @param usable its link, if that is between two units of work; the caller closes any other
     */
    void end(Optional<BackendLink> usable) {
        switch (state) {
            case State.Nothing _ -> { }
            case State.InLine _ -> pool.leaveLine(this);
            case State.Place(Node node) -> pool.givePlaceBack(node);
            case State.Lent(PooledLink<Knowledge> pooled) -> pool.giveUp(pooled);
            case State.InUse(PooledLink<Knowledge> pooled) -> {
                if (usable.filter(link -> link == pooled.link()).isPresent()) {
                    pool.giveBackToReset(pooled);
                } else {
                    pool.giveUp(pooled);
                }
            }
        }
        state = new State.Nothing();
        pool.leave();
    }

    private String application() {
        return startup.parameters().getOrDefault(APPLICATION_NAME, "");
    }

    // ---- for the pool

    @Override
    public Map<String, String> fixed() {
        return fixed;
    }

    @Override
    public Node node() {
        return lane.node();
    }

    @Override
    public boolean prefers(PooledLink<Knowledge> link) {
        return link.application().equals(application());
    }

    @Override
    public void lent(PooledLink<Knowledge> link) {
        state = new State.Lent(link);
        borrowing.served();
    }

    @Override
    public void mayDial() {
        state = new State.Place(lane.node());
        borrowing.served();
    }

    @Override
    public void waitedTooLong(Duration limit) {
        state = new State.Nothing();
        borrowing.notServed(limit);
    }
}
