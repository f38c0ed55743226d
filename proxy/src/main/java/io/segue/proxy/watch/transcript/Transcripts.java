package io.segue.proxy.watch.transcript;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** All transcripts that are being taken. Any thread. */
public final class Transcripts implements AutoCloseable {

    /** Each has a queue and a thread. */
    public static final int MOST = 8;

    private final TranscriptLog log;
    private final Clock clock;
    private final CopyOnWriteArrayList<Recording> recordings = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Consumer<Recording>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong linesOfEnded = new AtomicLong();
    private final AtomicLong droppedOfEnded = new AtomicLong();

    public Transcripts(TranscriptLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Tells of every transcript that begins or has ended.
     *
     * @param told {@link Recording#isOver} says which; called on any thread and must not block
     */
    public void listen(Consumer<Recording> told) {
        listeners.add(told);
    }

    /**
     * @return empty when there are as many already as there may be
     * @throws UncheckedIOException when nothing can be written where the lines go
     */
    public synchronized Optional<RecordingView> begin(Recording.Order order) {
        if (recordings.size() >= MOST) {
            return Optional.empty();
        }
        Consumer<String> out = log.open();
        Recording recording = new Recording(ids.incrementAndGet(), order, clock);
        recordings.add(recording);
        Thread.ofPlatform().daemon().name("transcript-" + ids.get()).start(() -> write(recording, out));
        tell(recording);
        return Optional.of(recording.view());
    }

    /** Ends all of them. @return those that it has ended, as they were */
    public List<RecordingView> end() {
        List<RecordingView> ended = views();
        recordings.forEach(Recording::end);
        return ended;
    }

    /** The first that is about a client that begins now. */
    public Optional<Recording> about(String user, String database) {
        if (recordings.isEmpty()) {
            return Optional.empty();
        }
        return recordings.stream().filter(each -> !each.isOver() && each.subject().isAbout(user, database)).findFirst();
    }

    public List<RecordingView> views() {
        return recordings.stream().filter(each -> !each.isOver()).map(Recording::view).toList();
    }

    /** Where the lines go, for people. */
    public String place() {
        return log.place();
    }

    /** Since the start of the proxy, those of transcripts that are over included. */
    public long lines() {
        return linesOfEnded.get() + recordings.stream().mapToLong(Recording::lines).sum();
    }

    /** As {@link #lines}. */
    public long dropped() {
        return droppedOfEnded.get() + recordings.stream().mapToLong(Recording::dropped).sum();
    }

    @Override
    public void close() {
        end();
    }

    private void write(Recording recording, Consumer<String> out) {
        try {
            recording.write(out);
        } finally {
            log.close();
            synchronized (this) {
                linesOfEnded.addAndGet(recording.lines());
                droppedOfEnded.addAndGet(recording.dropped());
                recordings.remove(recording);
            }
            tell(recording);
        }
    }

    private void tell(Recording recording) {
        listeners.forEach(listener -> listener.accept(recording));
    }
}
