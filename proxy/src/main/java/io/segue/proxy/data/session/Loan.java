package io.segue.proxy.data.session;

import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.config.PoolMode;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkFailure;
import io.segue.proxy.data.pool.Answer;
import io.segue.proxy.data.pool.Borrower;
import io.segue.proxy.data.pool.LinkPool;
import io.segue.proxy.data.pool.PooledLink;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a session has of its pool: nothing, a place in its queue, a place for a link, or a link. Event loop. */
final class Loan implements Borrower<Knowledge> {

    private static final String APPLICATION_NAME = "application_name";

    private final LinkPool<Knowledge> pool;
    private final ClientIdentity identity;
    private final StartupMessage startup;
    private final Map<String, String> fixed;
    private final GateLane lane;
    private final Borrowing borrowing;

    private State state = new State.Nothing();
    private Optional<PooledLink<Knowledge>> aside = Optional.empty();

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
        this.identity = identity;
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
        giveUpAside();
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

    /** What the link in use knows when the session leaves it between two units of work. */
    Replay knownTo(Replay replay) {
        return state instanceof State.InUse(PooledLink<Knowledge> pooled) && !prefers(pooled) ? replay.with(APPLICATION_NAME, application()) : replay;
    }

    boolean isInUse() {
        return state instanceof State.InUse;
    }

    /** Whether it lasts as long as a transaction, and not as long as the session. */
    boolean isForTransaction() {
        return pool.rule().mode() == PoolMode.TRANSACTION;
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

    /** The transaction is over. @param knows what the link has been told, or has heard */
    void giveBack(Replay knows) {
        if (state instanceof State.InUse(PooledLink<Knowledge> pooled)) {
            state = new State.Nothing();
            pool.giveBack(pooled, new Knowledge(knows));
        } else {
            throw new IllegalStateException("nothing is in use");
        }
    }

    /** The transaction is over, and what the link knows is not known. */
    void giveBackToReset() {
        if (state instanceof State.InUse(PooledLink<Knowledge> pooled)) {
            state = new State.Nothing();
            pool.giveBackToReset(pooled);
        } else {
            throw new IllegalStateException("nothing is in use");
        }
    }

    /** There is no link any more, or will be none. */
    void giveUp() {
        State before = state;
        state = new State.Nothing();
        switch (before) {
            case State.Nothing _ -> { }
            case State.InLine _ -> pool.leaveLine(this);
            case State.Place(Node node) -> pool.givePlaceBack(node);
            case State.Lent(PooledLink<Knowledge> pooled) -> pool.giveUp(pooled);
            case State.InUse(PooledLink<Knowledge> pooled) -> pool.giveUp(pooled);
        }
    }

    // ---- a move

    /** The shard is to move to {@code target}: the pool has a link more there, unless it has enough. */
    void warm(Node target, Consumer<Optional<LinkFailure>> done) {
        pool.warm(target, startup, identity.key(), done);
    }

    void cool() {
        pool.cool();
    }

    boolean hasAside(Node standby) {
        return pool.hasAside(this, standby);
    }

    /** A link to the standby of a hold, for a read; {@link #giveAsideBack} follows, or it is closed. */
    Optional<SpareLink.Prepared> takeAside(Node standby) {
        giveUpAside();
        aside = pool.takeAside(this, standby);
        return aside.map(pooled -> new SpareLink.Prepared(pooled.link(), pooled.knows().told()));
    }

    boolean isAside(BackendLink link) {
        return aside.filter(pooled -> pooled.link() == link).isPresent();
    }

    void giveAsideBack(Replay knows) {
        PooledLink<Knowledge> pooled = aside.orElseThrow();
        aside = Optional.empty();
        pool.giveBack(pooled, new Knowledge(knows));
    }

    /** The shard lives where the session has read: it has that link now. */
    void stayAside() {
        state = new State.InUse(aside.orElseThrow());
        aside = Optional.empty();
    }

    /** It was closed, or is not needed. */
    private void giveUpAside() {
        aside.ifPresent(pool::giveUp);
        aside = Optional.empty();
    }

    /** Keeps the link beyond its transaction, or no longer. */
    void pin(boolean pinned) {
        pool.pin(pinned);
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
        giveUpAside();
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
