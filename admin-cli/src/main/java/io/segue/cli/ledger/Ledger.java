package io.segue.cli.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** Writers and readers at work. Started and stopped by one thread; each client has its own. */
public final class Ledger implements AutoCloseable {

    private final CountDownLatch stop = new CountDownLatch(1);
    private final ClientErrors errors = new ClientErrors();
    private final Map<Integer, LedgerWriter> writers = new TreeMap<>();
    private final List<LedgerReader> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Ledger() {}

    /** The table must be there; see {@link LedgerTable#create}. */
    public static Ledger start(ConnectionSource source, int writers, int readers, MicroClock clock) {
        Ledger ledger = new Ledger();
        for (int number = 1; number <= writers; number++) {
            LedgerWriter writer = new LedgerWriter(number, source, ledger.stop, ledger.errors, clock);
            ledger.writers.put(number, writer);
            ledger.begin("ledger-writer-" + number, writer);
        }
        for (int number = 1; number <= readers; number++) {
            LedgerReader reader = new LedgerReader(number, writers, source, ledger.stop, ledger.errors, clock);
            ledger.readers.add(reader);
            ledger.begin("ledger-reader-" + number, reader);
        }
        return ledger;
    }

    /** Errors so far. */
    public long errors() {
        return errors.count();
    }

    /** Lets every client finish its transaction and returns what they all remember. */
    public LedgerBook stop() throws InterruptedException {
        stop.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        Map<Integer, List<Fate>> fates = new TreeMap<>();
        writers.forEach((number, writer) -> fates.put(number, writer.fates()));
        return new LedgerBook(
                fates,
                writers.values().stream().flatMap(writer -> writer.transactions().stream()).toList(),
                readers.stream().flatMap(reader -> reader.reads().stream()).toList(),
                writers.values().stream().mapToLong(LedgerWriter::staleReads).sum(),
                errors.count(),
                errors.first());
    }

    /** Tells every client to stop and waits for none. */
    @Override
    public void close() {
        stop.countDown();
        threads.forEach(Thread::interrupt);
    }

    private void begin(String name, Runnable client) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(client));
    }
}
