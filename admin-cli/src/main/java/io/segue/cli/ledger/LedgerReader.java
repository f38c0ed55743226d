package io.segue.cli.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads the latest row of each writer in turn until told to stop: every second reader in transactions that say READ ONLY, the others without.
 * One thread.
 */
final class LedgerReader implements Runnable {

    private static final long PAUSE_MILLIS = 10;
    private static final long RECONNECT_MILLIS = 100;

    private final int number;
    private final int writers;
    private final ConnectionSource source;
    private final CountDownLatch stop;
    private final ClientErrors errors;
    private final MicroClock clock;
    private final List<Transaction> reads = new ArrayList<>();
    private int turn;

    LedgerReader(int number, int writers, ConnectionSource source, CountDownLatch stop, ClientErrors errors, MicroClock clock) {
        this.number = number;
        this.writers = writers;
        this.source = source;
        this.stop = stop;
        this.errors = errors;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            while (!stop.await(0, TimeUnit.MILLISECONDS)) {
                readOnOneConnection();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Valid when the thread has ended. */
    List<Transaction> reads() {
        return List.copyOf(reads);
    }

    private void readOnOneConnection() throws InterruptedException {
        try (Connection connection = source.open(name());
                PreparedStatement latest = connection.prepareStatement(LedgerTable.LATEST)) {
            boolean inTransactions = number % 2 == 0;
            if (inTransactions) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
            }
            do {
                long begun = clock.now();
                read(latest);
                if (inTransactions) {
                    read(latest);
                    connection.commit();
                }
                reads.add(new Transaction(name(), begun, clock.now()));
            } while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (SQLException e) {
            errors.add(name(), e);
            stop.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void read(PreparedStatement latest) throws SQLException {
        latest.setInt(1, 1 + turn++ % writers);
        try (ResultSet row = latest.executeQuery()) {
            row.next();
        }
    }

    private String name() {
        return "reader " + number;
    }
}
