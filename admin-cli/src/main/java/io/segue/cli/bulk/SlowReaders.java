package io.segue.cli.bulk;

import io.segue.cli.stage.StageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.copy.CopyOut;

/** Clients that have asked for a gigabyte each and take ten lines a second, until they are told to go; each on a thread of its own. */
final class SlowReaders implements AutoCloseable {

    private static final long PAUSE_MILLIS = 100;
    private static final long GIGABYTE_OF_LINES = 1_000_000_000L / Lines.LINE_BYTES;
    private static final int BEGIN_SECONDS = 60;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicLong taken = new AtomicLong();
    private final List<Future<?>> readers = new ArrayList<>();

    /** Each is logged in; none has asked yet. @param connections closed with this */
    SlowReaders(List<Connection> connections) {
        connections.forEach(connection -> readers.add(threads.submit(() -> read(connection))));
    }

    private Void read(Connection connection) throws SQLException, InterruptedException {
        try {
            CopyOut copy = Load.postgres(connection).getCopyAPI().copyOut(new io.segue.cli.bulk.CopyOut(GIGABYTE_OF_LINES).command());
            do {
                taken.addAndGet(copy.readFromCopy().length);
            } while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
            return null;
        } finally {
            // In the middle of its answer; the driver's close would read on to the end of it.
            connection.abort(Runnable::run);
        }
    }

    /** Until each has taken something. */
    void awaitBegun() throws StageException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BEGIN_SECONDS);
        while (taken.get() < (long) readers.size() * Lines.LINE_BYTES) {
            if (System.nanoTime() - deadline > 0) {
                throw new StageException("the slow readers have got nothing within " + BEGIN_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Bytes that all of them have taken so far. */
    long taken() {
        return taken.get();
    }

    /** None has been given up. */
    boolean areAllThere() {
        return readers.stream().noneMatch(Future::isDone);
    }

    @Override
    public void close() {
        over.countDown();
        threads.close();
    }
}
