package io.segue.cli.console;

import io.segue.cli.outcome.CliException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A statement under way. It runs on a thread of its own; the thread that waits for it also fetches the notices, which the driver appends
 * to {@link Statement#getWarnings()} while the statement runs and announces in no other way.
 */
public final class LiveStatement {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Statement statement;
    private final FutureTask<Answer> run;
    private SQLWarning last;

    private LiveStatement(Statement statement, FutureTask<Answer> run) {
        this.statement = statement;
        this.run = run;
    }

    static LiveStatement start(Statement statement, String sql) {
        FutureTask<Answer> run = new FutureTask<>(() -> ConsoleLink.answer(statement, sql));
        Thread.ofVirtual().name("statement").start(run);
        return new LiveStatement(statement, run);
    }

    /**
     * Waits a short while, telling the notices that have come meanwhile.
     *
     * @return the answer once it is there
     * @throws CliException the statement failed
     */
    public Optional<Answer> poll(Consumer<String> progress) throws CliException, InterruptedException {
        try {
            Answer answer = answerWithin(LOOK_EVERY);
            tellNotices(progress);
            return Optional.of(answer);
        } catch (TimeoutException stillRunning) {
            tellNotices(progress);
            return Optional.empty();
        } catch (SQLException failure) {
            tellNotices(progress);
            throw ServerMessage.failure(failure);
        }
    }

    private Answer answerWithin(Duration limit) throws SQLException, InterruptedException, TimeoutException {
        try {
            return run.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof SQLException sqlException) {
                throw sqlException;
            }
            throw new IllegalStateException("a console statement ended unexpectedly", failure.getCause());
        }
    }

    private void tellNotices(Consumer<String> progress) throws CliException {
        try {
            SQLWarning next = last == null ? firstWarning() : last.getNextWarning();
            while (next != null) {
                progress.accept(ServerMessage.text(next));
                last = next;
                next = next.getNextWarning();
            }
        } catch (SQLException failure) {
            throw ServerMessage.failure(failure);
        }
    }

    /** A statement that was closed under us has lost its notices; what failed is told by the statement itself. */
    private SQLWarning firstWarning() throws SQLException {
        return statement.isClosed() ? null : statement.getWarnings();
    }

    /** Asks the proxy, on a second connection, to abort what the statement does. The statement then ends with its outcome. */
    public void cancel() throws CliException {
        try {
            statement.cancel();
        } catch (SQLException failure) {
            throw ServerMessage.failure(failure);
        }
    }
}
