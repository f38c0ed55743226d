package io.segue.proxy.data.entrance;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.segue.proxy.watch.LimitView;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Connections whose client has not proved who it is: how many there are and may be.
 *
 * <p>When there are as many as may be, the oldest is given up for a newcomer, once it has had {@link #PATIENCE}; before that no more are
 * accepted, and newcomers wait in the kernel. So peers that connect and stay silent keep nobody out, and a crowd of good clients that all
 * come at once is served in its turn, without an error.
 *
 * <p>Any thread.
 */
public final class HalfOpenLogins {

    /** Sent through the pipeline of a connection that is given up for a newcomer. */
    public static final Object GIVEN_UP = new Object();

    /** A login takes milliseconds; with a lost packet, or a client far away, a second. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final AttributeKey<Login> LOGIN = AttributeKey.valueOf(HalfOpenLogins.class, "login");

    private final int most;
    private final LongSupplier nanoClock;
    private final Tally tally = new Tally();
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Login> oldestFirst = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<Runnable> waitingForRoom = new ConcurrentLinkedQueue<>();

    /** One of them. */
    private final class Login {

        private final long number = numbers.incrementAndGet();
        private final long sinceNanos = nanoClock.getAsLong();
        private final Channel channel;
        private final AtomicBoolean over = new AtomicBoolean();

        private Login(Channel channel) {
            this.channel = channel;
        }

        /** Until it may be given up for a newcomer; zero or less when it may now. */
        private Duration timeLeft() {
            return PATIENCE.minusNanos(nanoClock.getAsLong() - sinceNanos);
        }

        private void end() {
            if (over.compareAndSet(false, true)) {
                oldestFirst.remove(number);
                tally.leave();
                wakeListeners();
            }
        }
    }

    /**
     * @param most {@code limits.half-open-logins}
     * @param nanoClock as {@link System#nanoTime}
     */
    public HalfOpenLogins(int most, LongSupplier nanoClock) {
        this.most = most;
        this.nanoClock = nanoClock;
    }

    public int present() {
        return tally.used();
    }

    /** A connection was accepted. */
    void begin(Channel channel) {
        while (tally.used() >= most && giveUpOldest()) {
            // until there is room, or nobody has had their time
        }
        Login login = new Login(channel);
        tally.enter(Integer.MAX_VALUE);
        oldestFirst.put(login.number, login);
        channel.attr(LOGIN).set(login);
        channel.closeFuture().addListener(_ -> login.end());
    }

    /** The client has proved who it is. */
    public void end(Channel channel) {
        Login login = channel.attr(LOGIN).getAndSet(null);
        if (login != null) {
            login.end();
        }
    }

    /** How long a newcomer would find neither room nor anybody to be given up for it. */
    Duration fullFor() {
        Map.Entry<Long, Login> oldest = oldestFirst.firstEntry();
        return oldest == null || tally.used() < most ? Duration.ZERO : oldest.getValue().timeLeft();
    }

    /** @param listener run once, when {@link #fullFor} may have become shorter, by any thread */
    void whenThereIsRoom(Runnable listener) {
        waitingForRoom.add(listener);
        if (tally.used() < most) {
            wakeListeners();
        }
    }

    /** For SHOW LIMITS. */
    public LimitView view() {
        return tally.view("half-open-logins", most);
    }

    private boolean giveUpOldest() {
        Map.Entry<Long, Login> oldest = oldestFirst.firstEntry();
        if (oldest == null || oldest.getValue().timeLeft().isPositive()) {
            return false;
        }
        tally.refuse();
        oldest.getValue().channel.pipeline().fireUserEventTriggered(GIVEN_UP);
        oldest.getValue().end();
        return true;
    }

    private void wakeListeners() {
        for (Runnable listener = waitingForRoom.poll(); listener != null; listener = waitingForRoom.poll()) {
            listener.run();
        }
    }
}
