package io.segue.cli.bulk;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has the shard held by the console while something runs on it, and another client write meanwhile, who has to wait. One thread at a time. */
final class Hold implements AutoCloseable {

    private static final String SHARD = "main";
    private static final long SETTLE_SECONDS = 30;
    private static final long LOOK_MILLIS = 20;

    private final Connection pausing;
    private final Connection looking;
    private final Connection writing;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param pausing to the console, as is {@code looking}
     * @param writing to the application's database; all of them are closed with this
     */
    Hold(Connection pausing, Connection looking, Connection writing) throws SQLException {
        this.pausing = pausing;
        this.looking = looking;
        this.writing = writing;
        run(writing, "CREATE UNLOGGED TABLE IF NOT EXISTS bulk_held (i bigint)");
    }

    /** Holds for less time than what runs will take: the hold has to end by itself, and not what runs. */
    void giveUp() throws BulkException {
        try {
            run(pausing, "PAUSE " + SHARD + " TIMEOUT '200ms'");
        } catch (SQLException ended) {
            return;
        }
        throw new BulkException("a hold did not wait for the COPY that ran: it was not counted as a write");
    }

    /** Holds for as long as it takes. */
    Holding begin() throws SQLException, InterruptedException, BulkException {
        Future<?> paused = threads.submit(() -> run(pausing, "PAUSE " + SHARD + " TIMEOUT '1h'"));
        awaitHold("inside", 1);
        Future<?> written = threads.submit(() -> run(writing, "INSERT INTO bulk_held VALUES (1)"));
        awaitHold("waiting", 1);
        return new Holding(paused, written);
    }

    private void awaitHold(String column, long least) throws SQLException, InterruptedException, BulkException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while (held(column) < least) {
            if (System.nanoTime() - deadline > 0) {
                throw new BulkException("the shard is not held with " + least + " " + column + " within " + SETTLE_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private long held(String column) throws SQLException {
        try (Statement statement = looking.createStatement(); ResultSet rows = statement.executeQuery("SHOW HOLDS")) {
            return rows.next() ? rows.getLong(column) : -1;
        }
    }

    private static Void run(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
        return null;
    }

    /** The shard is held, and waits for what runs. */
    final class Holding {

        private final Future<?> paused;
        private final Future<?> written;

        private Holding(Future<?> paused, Future<?> written) {
            this.paused = paused;
            this.written = written;
        }

        void isWaiting() throws BulkException {
            if (paused.isDone() || written.isDone()) {
                throw new BulkException("the hold did not wait for the COPY to its end");
            }
        }

        /** Nothing runs any more: the hold is drained, and the client that waits may go on when it is over. */
        void end() throws SQLException, InterruptedException, BulkException {
            await(paused, "the hold is not drained behind the COPY");
            if (written.isDone()) {
                throw new BulkException("a statement that had to wait has been run in the hold");
            }
            run(looking, "RESUME " + SHARD);
            await(written, "a statement that was held is not run behind the hold");
        }

        private static void await(Future<?> done, String otherwise) throws InterruptedException, BulkException {
            try {
                done.get(SETTLE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new BulkException(otherwise + ": " + e);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        threads.shutdownNow();
        looking.close();
        pausing.abort(Runnable::run);
        writing.abort(Runnable::run);
    }
}
