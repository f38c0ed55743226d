package io.segue.cli.storm;

import io.segue.cli.stage.Account;
import io.segue.cli.stage.Server;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks one node each 5 ms whether it takes writes, directly and not through the relay, and remembers from when until when it certainly did.
 * One thread.
 */
final class WriterProbe implements Runnable, AutoCloseable {

    private static final long PAUSE_MILLIS = 5;

    private final Server server;
    private final Account account;
    private final List<Reign> reigns = new ArrayList<>();
    private volatile boolean over;

    /**
     * A time in which the node took writes at its beginning, at its end, and whenever it was asked in between. It was one and the same
     * server process: no more is needed to say that it took writes all the time.
     */
    record Reign(long fromNanos, long toNanos) {

        boolean overlaps(Reign other) {
            return fromNanos < other.toNanos && other.fromNanos < toNanos;
        }
    }

    /** @param account the proxy's own role: a stranger's connection would be a finding of its own */
    WriterProbe(Server server, Account account) {
        this.server = server;
        this.account = account;
    }

    @Override
    public void run() {
        while (!over) {
            try (Connection connection = server.connect(account, "postgres", "segue");
                    Statement statement = connection.createStatement()) {
                watch(statement);
            } catch (SQLException e) {
                // Down, or not there yet: then it takes no writes.
            }
            pause();
        }
    }

    /** Valid at any time: what is known by now. */
    synchronized List<Reign> reigns() {
        return List.copyOf(reigns);
    }

    /** Forgets the past. */
    synchronized void forget() {
        reigns.clear();
    }

    @Override
    public void close() {
        over = true;
    }

    private void watch(Statement statement) throws SQLException {
        long from = 0;
        while (!over) {
            long asked = System.nanoTime();
            boolean writes = takesWrites(statement);
            if (!writes) {
                from = 0;
            } else if (from == 0) {
                from = System.nanoTime();
            } else {
                note(from, asked);
            }
            pause();
        }
    }

    private synchronized void note(long from, long to) {
        if (!reigns.isEmpty() && reigns.getLast().fromNanos() == from) {
            reigns.removeLast();
        }
        if (to > from) {
            reigns.add(new Reign(from, to));
        }
    }

    private static boolean takesWrites(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT NOT pg_is_in_recovery()")) {
            return result.next() && result.getBoolean(1);
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            over = true;
        }
    }
}
