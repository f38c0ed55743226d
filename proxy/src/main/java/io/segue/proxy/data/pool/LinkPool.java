package io.segue.proxy.data.pool;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.config.PoolRule;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkFailure;
import io.segue.proxy.data.backend.LoginKey;
import io.segue.proxy.data.backend.PrivateTalk;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a pool that is on one event loop: its links that nobody uses, and who waits for one. What was used last is lent first, so
 * that the server's hottest process gets the work and the others can be closed.
 *
 * @param <K> what a link knows of those it was lent to
 */
public final class LinkPool<K> {

    private static final Logger log = LoggerFactory.getLogger(LinkPool.class);

    private static final long HOUSEKEEPING_SECONDS = 1;

    private final SharedPool<K> shared;
    private final PoolRule rule;
    private final EventLoop loop;
    private final GateLane lane;
    private final BackendDialer dialer;
    private final Duration talkLimit;
    private final Supplier<K> nothing;
    private final WaitingLine<K> line;
    private final FixedParameters parameters = new FixedParameters();
    private final IdleLinks<K> idle = new IdleLinks<>();

    private Optional<Member> recent = Optional.empty();
    private int members;
    private int lent;
    private int resetting;
    private int dialling;
    private int pinned;
    private boolean handingOn;
    private Optional<ScheduledFuture<?>> deadline = Optional.empty();
    /** Where the shard is to move to: links to there are kept beforehand. */
    private Optional<Node> target = Optional.empty();

    /** With whose start-up and key links are opened that nobody has asked for. */
    private record Member(StartupMessage startup, LoginKey key) {}

    LinkPool(SharedPool<K> shared, EventLoop loop, GateLane lane, BackendDialer dialer, Duration talkLimit, Supplier<K> nothing) {
        this.shared = shared;
        this.rule = shared.rule();
        this.loop = loop;
        this.lane = lane;
        this.dialer = dialer;
        this.talkLimit = talkLimit;
        this.nothing = nothing;
        this.line = new WaitingLine<>(shared.waiting(), rule.waiting());
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
        return lent;
    }

    int resetting() {
        return resetting;
    }

    int dialling() {
        return dialling;
    }

    int pinned() {
        return pinned;
    }

    // ---- sessions

    /** A session of this pool is born. @return what a link must have been opened with to be lent to it */
    public Map<String, String> enter(StartupMessage startup, LoginKey key) {
        members++;
        recent = Optional.of(new Member(startup, key));
        return parameters.of(startup);
    }

    /** It is gone. */
    public void leave() {
        members--;
        if (members == 0) {
            recent = Optional.empty();
        }
    }

    // ---- borrowing

    /** Somebody wants a link. Who waits already is served first. */
    public Answer<K> borrow(Borrower<K> borrower) {
        if (line.isEmpty()) {
            Optional<PooledLink<K>> link = idle.take(borrower, this::forget);
            if (link.isPresent()) {
                lent++;
                return new Answer.Lent<>(link.get());
            }
            if (takePlace(borrower.node())) {
                dialling++;
                return new Answer.MayDial<>();
            }
        }
        if (!line.join(borrower, System.nanoTime())) {
            return new Answer.Full<>();
        }
        shared.askOthersForAPlace(this);
        watchDeadline();
        return new Answer.Queued<>();
    }

    /** Waits no longer. Harmless for one that does not wait. */
    public void leaveLine(Borrower<K> borrower) {
        line.leave(borrower);
    }

    /** The link for which there was a place is open; the shard may have moved meanwhile. */
    public PooledLink<K> opened(Node place, BackendLink link, StartupMessage startup) {
        dialling--;
        lent++;
        shared.budget().move(place, link.node());
        return enrol(link, startup);
    }

    /** There will be no link in the place that was given. */
    public void givePlaceBack(Node node) {
        dialling--;
        giveUp(node);
    }

    // ---- giving back

    /** The link is between two units of work, and {@code knows} that much. */
    public void giveBack(PooledLink<K> link, K knows) {
        lent--;
        link.knows(knows);
        put(link);
    }

    /** A session keeps a link beyond its transaction, or no longer. */
    public void pin(boolean keeps) {
        pinned += keeps ? 1 : -1;
    }

    /** The link is between two units of work, and has to forget whom it was lent to before it is lent again. */
    public void giveBackToReset(PooledLink<K> link) {
        lent--;
        if (!isWorthKeeping(link)) {
            close(link);
            return;
        }
        resetting++;
        ByteBuf reset = link.link().buffer();
        new Query("DISCARD ALL").encode(reset);
        PrivateTalk.hold(link.link(), loop, reset, 1, talkLimit, ByteBuf::release, new PrivateTalk.Outcome() {
            @Override
            public void answered(List<DataRow> rows, List<PrivateTalk.Failure> failures) {
                resetting--;
                link.knows(nothing.get());
                if (failures.isEmpty()) {
                    put(link);
                } else {
                    log.warn("link not reset node={} pid={} sqlstate={}: it is closed", link.link().node(), link.link().processId(),
                            failures.getFirst().error().sqlState());
                    close(link);
                }
            }

            @Override
            public void lost(String reason) {
                resetting--;
                forget(link);
            }
        });
    }

    /** The link is closed, or is not to be lent again and is closed now. */
    public void giveUp(PooledLink<K> link) {
        lent--;
        close(link);
    }

    /** A session has taken its place along to another node: {@code link}, which it opened itself, instead of {@code before}. */
    public PooledLink<K> moved(PooledLink<K> before, BackendLink link, StartupMessage startup) {
        shared.closed(before.link());
        shared.budget().move(before.link().node(), link.node());
        return enrol(link, startup);
    }

    private PooledLink<K> enrol(BackendLink link, StartupMessage startup) {
        shared.opened(link);
        return new PooledLink<>(
                link, parameters.of(startup), FixedParameters.application(startup), nothing.get(), System.nanoTime());
    }

    private void put(PooledLink<K> link) {
        if (!isWorthKeeping(link)) {
            close(link);
            return;
        }
        Optional<Borrower<K>> first = line.first();
        if (first.isEmpty() || isKeptFor(link.link().node(), first.get())) {
            idle.add(link);
            giveUpOneForOthers();
            return;
        }
        Borrower<K> next = first.get();
        if (!next.node().equals(link.link().node()) || !link.fits(next)) {
            close(link);
        } else if (handingOn) {
            // Not from within: thousands may have use for it, one after the other, for no longer than this call.
            idle.add(link);
            loop.execute(this::serve);
        } else {
            handingOn = true;
            line.leave(next);
            lent++;
            next.lent(link);
            handingOn = false;
        }
    }

    /** Whether it is for the time behind a move, and of no use to who waits now. */
    private boolean isKeptFor(Node node, Borrower<K> first) {
        return isTarget(node) && !node.equals(first.node());
    }

    private boolean isWorthKeeping(PooledLink<K> link) {
        return link.link().isAlive() && isRight(link.link().node()) && !isPast(link.bornNanos(), rule.maxLifetime());
    }

    /** While the shard is on its way nobody knows yet where it goes. */
    private boolean isRight(Node node) {
        return !lane.isOpen() || node.equals(lane.node()) || isTarget(node);
    }

    private boolean isTarget(Node node) {
        return target.isPresent() && target.get().equals(node);
    }

    private void close(PooledLink<K> link) {
        link.link().close();
        forget(link);
    }

    private void forget(PooledLink<K> link) {
        shared.closed(link.link());
        giveUp(link.link().node());
    }

    private void giveUp(Node node) {
        shared.budget().give(node);
        shared.placeIsFree();
    }

    // ---- what is idle

    /** A place for a new link, if need be that of one that nobody uses: it did not fit. */
    private boolean takePlace(Node node) {
        if (shared.budget().take(node)) {
            return true;
        }
        Optional<PooledLink<K>> unfit = idle.takeAny(node);
        unfit.ifPresent(link -> {
            link.link().close();
            shared.closed(link.link());
            shared.budget().give(node);
        });
        return unfit.isPresent() && shared.budget().take(node);
    }

    /** Its place is for somebody who waits on another loop. */
    void giveUpOneForOthers() {
        if (shared.waiting().get() > 0 && line.isEmpty()) {
            idle.takeAny(lane.node()).ifPresent(this::close);
        }
    }

    // ---- who waits

    /** Those in front are served, as far as there are links and places. */
    void serve() {
        boolean served = true;
        while (served && line.first().isPresent()) {
            Borrower<K> first = line.first().get();
            Optional<PooledLink<K>> link = idle.take(first, this::forget);
            if (link.isPresent()) {
                line.leave(first);
                lent++;
                first.lent(link.get());
            } else {
                served = takePlace(first.node());
                if (served) {
                    mayDial(first);
                }
            }
        }
    }

    private void mayDial(Borrower<K> borrower) {
        line.leave(borrower);
        dialling++;
        borrower.mayDial();
    }

    private void watchDeadline() {
        if (deadline.isEmpty() && !line.isEmpty()) {
            long waited = System.nanoTime() - line.firstSinceNanos();
            long reserve = rule.reserve() > 0 ? rule.reserveAfter().toNanos() - waited : Long.MAX_VALUE;
            long next = Math.min(rule.longestWait().toNanos() - waited, reserve > 0 ? reserve : Long.MAX_VALUE);
            deadline = Optional.of(loop.schedule(this::atDeadline, Math.max(next, 1), TimeUnit.NANOSECONDS));
        }
    }

    private void atDeadline() {
        deadline = Optional.empty();
        while (!line.isEmpty() && isPast(line.firstSinceNanos(), rule.longestWait())) {
            Borrower<K> first = line.first().orElseThrow();
            line.leave(first);
            first.waitedTooLong(rule.longestWait());
        }
        while (!line.isEmpty() && isPast(line.firstSinceNanos(), rule.reserveAfter())
                && shared.budget().takeReserve(line.first().orElseThrow().node())) {
            mayDial(line.first().orElseThrow());
        }
        watchDeadline();
    }

    // ---- keeping house

    private void keepHouse() {
        for (Iterator<PooledLink<K>> each = idle.iterator(); each.hasNext();) {
            PooledLink<K> link = each.next();
            boolean tooMany = shared.budget().open(link.link().node()) > rule.min();
            if (!isWorthKeeping(link) || tooMany && !isTarget(link.link().node()) && isPast(link.idleSinceNanos(), rule.idleTimeout())) {
                each.remove();
                close(link);
            }
        }
        giveUpOneForOthers();
        if (members > 0 && lane.isOpen() && shared.budget().open(lane.node()) < rule.min()) {
            recent.ifPresent(this::openOne);
        }
    }

    private void openOne(Member member) {
        Node node = lane.node();
        if (shared.budget().take(node)) {
            open(node, member, failure ->
                    failure.ifPresent(why -> log.debug("pool link not opened node={}: {}", node, why.error().message())));
        }
    }

    /** There is a place for it. @param done told why there is no link; empty when there is one */
    private void open(Node node, Member member, Consumer<Optional<LinkFailure>> done) {
        dialling++;
        dialer.dial(loop, node, member.startup(), member.key(), new BackendDialer.Outcome() {
            @Override
            public void linked(BackendLink link) {
                dialling--;
                put(enrol(link, member.startup()));
                done.accept(Optional.empty());
            }

            @Override
            public void failed(LinkFailure failure) {
                givePlaceBack(node);
                done.accept(Optional.of(failure));
            }
        });
    }

    // ---- before a move

    /**
     * The shard is to move: opens one link to {@code node}, unless there are as many as to the present one.
     *
     * @param done told why there is no link; empty when there is one, or enough
     */
    public void warm(Node node, StartupMessage startup, LoginKey key, Consumer<Optional<LinkFailure>> done) {
        target = Optional.of(node);
        boolean enough = shared.budget().open(node) >= shared.budget().open(lane.node());
        if (!enough && shared.budget().take(node)) {
            open(node, new Member(startup, key), done);
        } else {
            done.accept(Optional.empty());
        }
    }

    /** It is not to move for now. */
    public void cool() {
        target = Optional.empty();
    }

    /** Whether {@link #takeAside} would find one. */
    public boolean hasAside(Borrower<K> borrower, Node node) {
        return idle.hasAside(borrower, node);
    }

    /** A link to the standby of a hold, for a read; {@link #giveBack} or {@link #giveUp} must follow. */
    public Optional<PooledLink<K>> takeAside(Borrower<K> borrower, Node node) {
        Optional<PooledLink<K>> found = idle.takeAside(borrower, node);
        lent += found.isPresent() ? 1 : 0;
        return found;
    }

    private static boolean isPast(long sinceNanos, Duration limit) {
        return System.nanoTime() - sinceNanos >= limit.toNanos();
    }
}
