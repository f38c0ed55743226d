package io.segue.proxy.watch.transcript;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One transcript: it takes lines from the sessions that are in it and writes them on a thread of its own, until its time or its lines are
 * used up or somebody ends it. A session never waits for it: what the queue cannot take is dropped, counted and said.
 */
public final class Recording {

    /** How much is shown of a value. */
    private static final int SHOWN_VALUE_BYTES = 64;

    private static final int QUEUED_LINES = 10_000;
    private static final int QUEUED_CHARACTERS = 4 * 1024 * 1024;
    private static final String END = "";

    private final long id;
    private final Order order;
    private final Clock clock;
    private final Instant since;
    private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>(QUEUED_LINES);
    private final AtomicInteger queuedCharacters = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicLong said = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean over;

    /**
     * What an admin wants.
     *
     * @param lineLimit after so many lines it ends
     * @param values whether beginnings of values are shown; else only their lengths
     */
    public record Order(Subject subject, String by, Duration limit, long lineLimit, boolean values) {}

    Recording(long id, Order order, Clock clock) {
        this.id = id;
        this.order = order;
        this.clock = clock;
        this.since = clock.instant();
    }

    public Subject subject() {
        return order.subject();
    }

    /** How many bytes of a value a session shows. */
    public int valueBytes() {
        return order.values() ? SHOWN_VALUE_BYTES : 0;
    }

    /** Whether it has ended: nothing that is said is written any more. */
    public boolean isOver() {
        return over;
    }

    public void join() {
        sessions.incrementAndGet();
    }

    public void leave() {
        sessions.decrementAndGet();
    }

    /**
     * Says one line. Never waits.
     *
     * @param conversation tells the lines of one session from those of others; without blanks
     */
    public void say(String conversation, String line) {
        if (over) {
            return;
        }
        if (said.incrementAndGet() > order.lineLimit()) {
            end();
            return;
        }
        String dated = clock.instant() + " " + conversation + " " + line;
        int waiting = queuedCharacters.addAndGet(dated.length());
        if (waiting > QUEUED_CHARACTERS || !queue.offer(dated)) {
            queuedCharacters.addAndGet(-dated.length());
            dropped.incrementAndGet();
        }
    }

    /** Ends it; what waits is still written. */
    void end() {
        over = true;
        // A queue that is full needs no wake-up call.
        queue.offer(END);
    }

    /** Writes until the end, on the thread that calls. */
    void write(Consumer<String> out) {
        out.accept(note("transcript " + id + " of " + order.subject() + " begins by=" + order.by()));
        long told = 0;
        try {
            for (String line = next(); line != null; line = next()) {
                told = tellDropped(told, out);
                if (!line.equals(END)) {
                    out.accept(line);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over = true;
        }
        tellDropped(told, out);
        out.accept(note("transcript " + id + " of " + order.subject() + " ends lines=" + lines()));
    }

    /** Null when it is over and all is written. */
    private String next() throws InterruptedException {
        Duration left = Duration.between(clock.instant(), until());
        over |= !left.isPositive();
        String line = over ? queue.poll() : queue.poll(left.toNanos(), TimeUnit.NANOSECONDS);
        if (line == null) {
            over = true;
            line = queue.poll();
        }
        queuedCharacters.addAndGet(line == null ? 0 : -line.length());
        return line;
    }

    private long tellDropped(long told, Consumer<String> out) {
        long now = dropped.get();
        if (now > told) {
            out.accept(note((now - told) + " lines dropped: they came faster than they could be written"));
        }
        return now;
    }

    private String note(String text) {
        return clock.instant() + " - # " + text;
    }

    private Instant until() {
        return since.plus(order.limit());
    }

    long lines() {
        return Math.min(said.get(), order.lineLimit());
    }

    long dropped() {
        return dropped.get();
    }

    RecordingView view() {
        return new RecordingView(id, order.subject().toString(), order.by(), since, until(), sessions.get(), lines(), order.lineLimit(),
                dropped(), order.values());
    }
}
