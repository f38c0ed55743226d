package io.segue.proxy.data.pool;

import io.netty.channel.EventLoop;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.config.PoolRule;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkFailure;
import io.segue.proxy.data.backend.LoginKey;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The part of a pool that is on one event loop: its links that nobody uses, and who waits for one. What was used last is lent first, so
 * that the server's hottest process gets the work and the others can be closed.
 *
 * @param <K> what a link knows of those it was lent to
 */
public final class LinkPool<K> {

    private static final long HOUSEKEEPING_SECONDS = 1;

    private final SharedPool<K> shared;
    private final PoolRule rule;
    private final GateLane lane;
    private final Supplier<K> nothing;
    private final WaitingLine<K> line;
    private final IdleLinks<K> idle = new IdleLinks<>();
    private final Places<K> places;
    private final MoveTarget target = new MoveTarget();
    private final LendingDesk<K> desk;
    private final LineWatch<K> watch;
    private final LinkReset reset;
    private final Stock<K> stock;

    private int pinned;

    LinkPool(SharedPool<K> shared, EventLoop loop, GateLane lane, BackendDialer dialer, Duration talkLimit, Supplier<K> nothing) {
        this.shared = shared;
        this.rule = shared.rule();
        this.lane = lane;
        this.nothing = nothing;
        this.line = new WaitingLine<>(shared.waiting(), rule.waiting());
        this.places = new Places<>(shared, idle, nothing);
        this.desk = new LendingDesk<>(loop, line, idle, places, target);
        this.watch = new LineWatch<>(rule, loop, line, places, desk::mayDial);
        this.reset = new LinkReset(loop, talkLimit);
        this.stock = new Stock<>(rule, loop, lane, dialer, places, target, this::put);
        loop.scheduleWithFixedDelay(this::keepHouse, HOUSEKEEPING_SECONDS, HOUSEKEEPING_SECONDS, TimeUnit.SECONDS);
    }

    public PoolRule rule() {
        return rule;
    }

    // ---- figures, also read by other threads, to whom those of a moment ago will do

    int idle() {
        return idle.size();
    }

    int lent() {
        return desk.lent();
    }

    int resetting() {
        return reset.underWay();
    }

    int dialling() {
        return desk.dialling() + stock.dialling();
    }

    int pinned() {
        return pinned;
    }

    // ---- sessions

    /** A session of this pool is born. @return what a link must have been opened with to be lent to it */
    public Map<String, String> enter(StartupMessage startup, LoginKey key) {
        stock.enter(startup, key);
        return places.fixed(startup);
    }

    /** It is gone. */
    public void leave() {
        stock.leave();
    }

    // ---- borrowing

    /** Somebody wants a link. Who waits already is served first. */
    public Answer<K> borrow(Borrower<K> borrower) {
        Answer<K> answer = desk.ask(borrower);
        if (answer instanceof Answer.Queued<K>) {
            shared.askOthersForAPlace(this);
            watch.begin();
        }
        return answer;
    }

    /** Waits no longer. Harmless for one that does not wait. */
    public void leaveLine(Borrower<K> borrower) {
        line.leave(borrower);
    }

    /** The link for which there was a place is open; the shard may have moved meanwhile. */
    public PooledLink<K> opened(Node place, BackendLink link, StartupMessage startup) {
        desk.dialled();
        return places.opened(place, link, startup);
    }

    /** There will be no link in the place that was given. */
    public void givePlaceBack(Node node) {
        desk.notDialled();
        places.give(node);
    }

    // ---- giving back

    /** The link is between two units of work, and {@code knows} that much. */
    public void giveBack(PooledLink<K> link, K knows) {
        desk.returned();
        link.knows(knows);
        put(link);
    }

    /** A session keeps a link beyond its transaction, or no longer. */
    public void pin(boolean keeps) {
        pinned += keeps ? 1 : -1;
    }

    /** The link is between two units of work, and has to forget whom it was lent to before it is lent again. */
    public void giveBackToReset(PooledLink<K> link) {
        desk.returned();
        if (!isWorthKeeping(link)) {
            places.close(link);
            return;
        }
        reset.begin(link.link(), new LinkReset.Outcome() {
            @Override
            public void forgot() {
                link.knows(nothing.get());
                put(link);
            }

            @Override
            public void refused() {
                places.close(link);
            }

            @Override
            public void lost() {
                places.forget(link);
            }
        });
    }

    /** The link is closed, or is not to be lent again and is closed now. */
    public void giveUp(PooledLink<K> link) {
        desk.returned();
        places.close(link);
    }

    /** A session has taken its place along to another node: {@code link}, which it opened itself, instead of {@code before}. */
    public PooledLink<K> moved(PooledLink<K> before, BackendLink link, StartupMessage startup) {
        return places.moved(before, link, startup);
    }

    private void put(PooledLink<K> link) {
        if (!isWorthKeeping(link)) {
            places.close(link);
            return;
        }
        if (desk.put(link)) {
            giveUpOneForOthers();
        }
    }

    private boolean isWorthKeeping(PooledLink<K> link) {
        return link.link().isAlive() && isRight(link.link().node()) && !isPast(link.bornNanos(), rule.maxLifetime());
    }

    /** While the shard is on its way nobody knows yet where it goes. */
    private boolean isRight(Node node) {
        return !lane.isOpen() || node.equals(lane.node()) || target.isAt(node);
    }

    // ---- what is idle

    /** Its place is for somebody who waits on another loop. */
    void giveUpOneForOthers() {
        if (shared.waiting().get() > 0 && line.isEmpty()) {
            idle.takeAny(lane.node()).ifPresent(places::close);
        }
    }

    /** Those who wait are served, as far as there are links and places. */
    void serve() {
        desk.serve();
    }

    // ---- keeping house

    private void keepHouse() {
        for (Iterator<PooledLink<K>> each = idle.iterator(); each.hasNext();) {
            PooledLink<K> link = each.next();
            boolean tooMany = places.taken(link.link().node()) > rule.min();
            if (!isWorthKeeping(link) || tooMany && !target.isAt(link.link().node()) && isPast(link.idleSinceNanos(), rule.idleTimeout())) {
                each.remove();
                places.close(link);
            }
        }
        giveUpOneForOthers();
        stock.fill();
    }

    // ---- before a move

    /**
     * The shard is to move: opens one link to {@code node}, unless there are as many as to the present one.
     *
     * @param done told why there is no link; empty when there is one, or enough
     */
    public void warm(Node node, StartupMessage startup, LoginKey key, Consumer<Optional<LinkFailure>> done) {
        stock.warm(node, startup, key, done);
    }

    /** It is not to move for now. */
    public void cool() {
        target.isNone();
    }

    /** Whether {@link #takeAside} would find one. */
    public boolean hasAside(Borrower<K> borrower, Node node) {
        return idle.hasAside(borrower, node);
    }

    /** A link to the standby of a hold, for a read; {@link #giveBack} or {@link #giveUp} must follow. */
    public Optional<PooledLink<K>> takeAside(Borrower<K> borrower, Node node) {
        return desk.askAside(borrower, node);
    }

    private static boolean isPast(long sinceNanos, Duration limit) {
        return System.nanoTime() - sinceNanos >= limit.toNanos();
    }
}
