package io.segue.proxy.gate;

import io.netty.util.concurrent.EventExecutor;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard's turnstile on one event loop. A session enters before a unit of work and leaves when nothing of it is outstanding any more;
 * while the lane has no room for it, it joins the line instead and stops reading.
 *
 * <p>There is room for any number while the lane is open, and for none in a hold. A release begins with room for a few: a server that has
 * few units of work at a time ends each of them sooner than many that are in each other's way.
 *
 * <p>Plain fields, no lock: everything but the counts is touched on the lane's own event loop only.
 */
public final class GateLane {

    private static final Logger log = LoggerFactory.getLogger(GateLane.class);

    private static final int ANY_NUMBER = Integer.MAX_VALUE;

    /** Behind a hold the room grows by half each time: a unit of work that takes long keeps the others waiting no longer than this. */
    private static final Duration BETWEEN_GROWTHS = Duration.ofMillis(5);

    private final ShardGate gate;
    private final EventExecutor loop;
    private final int ramp;
    private final Set<Guest> guests = new LinkedHashSet<>();
    private final WaitingLine line;

    private final LoginRamp logins;

    /** How many may be inside. Tells by itself what the hot path has to know of the state. */
    private int room;
    private Node node;
    private int inside;
    private int reading;
    private boolean admitting;
    private LaneState state;
    private Optional<ReadMove> reads = Optional.empty();
    private boolean readsOpen;

    private sealed interface LaneState {

        record Open() implements LaneState {}

        record Draining(Hold hold) implements LaneState {}

        record Drained(Hold hold) implements LaneState {}

        /** The hold is over, and the line not yet empty. */
        record Filling() implements LaneState {}

        record Refusing() implements LaneState {}
    }

    /**
     * @param ramp how many a release lets in at first
     * @param loginsAtOnce of sessions that come back to a server
     */
    GateLane(ShardGate gate, EventExecutor loop, Route route, int ramp, int loginsAtOnce) {
        this.logins = new LoginRamp(loginsAtOnce);
        this.gate = gate;
        this.loop = loop;
        this.ramp = ramp;
        this.line = new WaitingLine(gate);
        this.node = route.node();
        this.state = new LaneState.Refusing();
    }

    /** Where sessions that need a new link queue for their login. */
    public LoginRamp logins() {
        return logins;
    }

    /** Begins a unit of work; {@link #leave} must follow. False when there is no room. */
    public boolean enter() {
        if (inside >= room) {
            return false;
        }
        inside++;
        return true;
    }

    /** Begins what nobody can keep from its server, or Segue's own question to it, whether there is room or not. */
    public void enterUnasked() {
        inside++;
    }

    /** Ends a unit of work. */
    public void leave() {
        inside--;
        if (room != ANY_NUMBER) {
            left();
        }
    }

    private void left() {
        switch (state) {
            case LaneState.Filling _ -> admitSoon();
            case LaneState.Draining _ -> reportWhenDrained();
            case LaneState.Open _, LaneState.Drained _, LaneState.Refusing _ -> { }
        }
    }

    /** Whether any number of units of work may start. */
    public boolean isOpen() {
        return room == ANY_NUMBER;
    }

    /** Whether a unit of work may start. */
    public boolean hasRoom() {
        return inside < room;
    }

    /** Whether none may start for now. */
    public boolean isClosed() {
        return room == 0;
    }

    /** Where units of work go. */
    public Node node() {
        return node;
    }

    /** A session is born. */
    public void register(Guest guest) {
        assert loop.inEventLoop();
        guests.add(guest);
    }

    /** A session is gone; if it waited, it waits no longer. */
    public void unregister(Guest guest) {
        assert loop.inEventLoop();
        guests.remove(guest);
        quit(guest);
    }

    /** Waits for the release. The answer can come at once, from within this call. */
    public void join(Guest guest) {
        join(guest, false);
    }

    /**
     * Waits for the release, or to be admitted to the standby of {@link #reads()} before it. The answer can come at once, from within this
     * call.
     */
    public void joinToRead(Guest guest) {
        if (readsOpen) {
            guest.admittedToRead();
        } else {
            join(guest, true);
        }
    }

    private void join(Guest guest, boolean toRead) {
        assert loop.inEventLoop() && !hasRoom();
        if (state instanceof LaneState.Refusing) {
            guest.refused(Guest.Refusal.NO_PRIMARY);
        } else if (!line.add(guest, toRead)) {
            turnAway(guest);
        }
    }

    /** The line is full. That is no reason to refuse anybody when there is no hold. */
    private void turnAway(Guest guest) {
        if (isClosed()) {
            guest.refused(Guest.Refusal.LINE_FULL);
        } else {
            room = inside + 1;
            guest.admitted();
        }
    }

    /** Where reads may go, and by what they are known; empty when the lane is open, or they wait like everything else. */
    public Optional<ReadMove> reads() {
        return reads;
    }

    /** Begins to read on the standby; {@link #endRead} must follow. Nobody's drain waits for it. */
    public void beginRead() {
        reading++;
    }

    public void endRead() {
        reading--;
    }

    /** Waits no longer: cancelled, or gone. Harmless for one that does not wait. */
    public void quit(Guest guest) {
        line.remove(guest);
    }

    EventExecutor loop() {
        return loop;
    }

    /** Sessions with a unit of work under way. Read by other threads for display: may be a moment old. */
    int inside() {
        return inside;
    }

    /** Sessions that read on the standby. Read by other threads for display: may be a moment old. */
    int reading() {
        return reading;
    }

    int guestCount() {
        return guests.size();
    }

    List<Guest> guests() {
        return new ArrayList<>(guests);
    }

    void close(Hold hold) {
        room = 0;
        state = new LaneState.Draining(hold);
        reads = hold.reads();
        guests().forEach(guest -> tell(guest, Guest::holdBegins));
        reportWhenDrained();
    }

    /** @param done when all guests are done, on this loop */
    void relisten(Node target, Runnable done) {
        List<Guest> all = guests();
        AtomicInteger left = new AtomicInteger(all.size() + 1);
        Runnable one = () -> {
            if (left.decrementAndGet() == 0) {
                done.run();
            }
        };
        all.forEach(guest -> tell(guest, it -> it.relisten(target, one)));
        one.run();
    }

    void endTransactions() {
        guests().forEach(guest -> tell(guest, Guest::endTransaction));
    }

    void cancelTransactions(Set<Integer> committing) {
        guests().forEach(guest -> tell(guest, it -> it.cancelTransaction(committing)));
    }

    /** The standby shows everything that was acknowledged before {@code nanos}. */
    void admitReads(long nanos) {
        if (reads.isPresent()) {
            admitToRead(Optional.of(nanos));
        }
    }

    /** The standby shows everything, and nothing new will be acknowledged. */
    void admitAllReads() {
        if (reads.isPresent()) {
            readsOpen = true;
            admitToRead(Optional.empty());
        }
    }

    private void admitToRead(Optional<Long> beforeNanos) {
        line.pollReaders(beforeNanos, guest -> tell(guest, Guest::admittedToRead));
    }

    /** Somebody else than the standby will take writes: from now on it may be behind. Who waits to read waits like the others. */
    void endReads() {
        reads = Optional.empty();
        readsOpen = false;
    }

    void open(Route route) {
        endReads();
        boolean moved = !node.equals(route.node());
        node = route.node();
        fill();
        guests().forEach(guest -> tell(guest, Guest::opened));
        if (moved) {
            guests().forEach(guest -> tell(guest, Guest::shardMoved));
        }
    }

    /** Lets the line in, a few at first. */
    private void fill() {
        LaneState.Filling filling = new LaneState.Filling();
        room = ramp;
        state = filling;
        admit();
        growLater(filling);
    }

    private void growLater(LaneState.Filling filling) {
        if (state == filling) {
            loop.schedule(() -> grow(filling), BETWEEN_GROWTHS.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void grow(LaneState.Filling filling) {
        if (state == filling) {
            room += Math.max(1, room / 2);
            admit();
            growLater(filling);
        }
    }

    /** Not from within: who leaves is in the middle of something, and thousands may leave one after the other. */
    private void admitSoon() {
        if (!admitting) {
            admitting = true;
            loop.execute(this::admit);
        }
    }

    /** One by one, because what one guest does can end the waiting of another. */
    private void admit() {
        admitting = false;
        while (hasRoom()) {
            Optional<Guest> next = line.poll();
            if (next.isEmpty()) {
                lineIsEmpty();
                return;
            }
            tell(next.get(), Guest::admitted);
        }
    }

    private void lineIsEmpty() {
        if (state instanceof LaneState.Filling) {
            room = ANY_NUMBER;
            state = new LaneState.Open();
        }
    }

    void refuse() {
        endReads();
        room = 0;
        state = new LaneState.Refusing();
        for (Optional<Guest> next = line.poll(); next.isPresent(); next = line.poll()) {
            tell(next.get(), guest -> guest.refused(Guest.Refusal.NO_PRIMARY));
        }
    }

    /** A fault in one session must not keep the others waiting, nor the lane from draining. */
    private void tell(Guest guest, Consumer<Guest> news) {
        try {
            news.accept(guest);
        } catch (RuntimeException e) {
            log.error("a session failed at the gate shard={}", gate.shard(), e);
        }
    }

    private void reportWhenDrained() {
        if (inside == 0 && state instanceof LaneState.Draining(Hold hold)) {
            state = new LaneState.Drained(hold);
            hold.laneDrained();
        }
    }
}
