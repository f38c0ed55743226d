package io.segue.cli.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes rows to the ledger until told to stop, in transactions of every shape that applications use, and remembers what came of each.
 * One thread. After an error it connects anew and goes on with a new row: a row is never written twice by us, so whatever is there
 * twice was doubled on the way.
 */
final class LedgerWriter implements Runnable {

    /** The shapes take turns, so that each is about to happen whenever a move begins. */
    private enum Shape {
        AUTOCOMMIT,
        TWO_STATEMENTS,
        AUTOCOMMIT_AGAIN,
        BATCH,
        READ_BACK,
        SELECT_THAT_WRITES,
        SAVEPOINT,
        ROLLED_BACK;

        private static final List<Shape> IN_TURN = List.of(values());
    }

    private static final int BATCH_ROWS = 5;
    private static final long PAUSE_MILLIS = 10;
    private static final long RECONNECT_MILLIS = 100;

    private final int number;
    private final ConnectionSource source;
    private final CountDownLatch stop;
    private final ClientErrors errors;
    private final MicroClock clock;
    private final WriterMemory memory = new WriterMemory();
    private final List<Transaction> transactions = new ArrayList<>();
    private long staleReads;
    private int turn;

    LedgerWriter(int number, ConnectionSource source, CountDownLatch stop, ClientErrors errors, MicroClock clock) {
        this.number = number;
        this.source = source;
        this.stop = stop;
        this.errors = errors;
        this.clock = clock;
        this.turn = number;
    }

    @Override
    public void run() {
        try {
            while (!stop.await(0, TimeUnit.MILLISECONDS)) {
                writeOnOneConnection();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Valid when the thread has ended. */
    List<Fate> fates() {
        return memory.fates();
    }

    /** Valid when the thread has ended. */
    List<Transaction> transactions() {
        return List.copyOf(transactions);
    }

    /** How often a row that was acknowledged to this very session was not seen by its next read. Valid when the thread has ended. */
    long staleReads() {
        return staleReads;
    }

    private void writeOnOneConnection() throws InterruptedException {
        try (Connection connection = source.open(name());
                PreparedStatement insert = connection.prepareStatement(LedgerTable.INSERT);
                PreparedStatement readBack = connection.prepareStatement(LedgerTable.READ_BACK)) {
            introduce(connection);
            do {
                transaction(connection, insert, readBack);
            } while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (SQLException e) {
            memory.failed(e.getSQLState());
            errors.add(name(), e);
            stop.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A setting of the session that every INSERT relies on: a link without it fails at once. */
    private void introduce(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET " + LedgerTable.WRITER_SETTING + " = '" + number + "'");
        }
    }

    private void transaction(Connection connection, PreparedStatement insert, PreparedStatement readBack) throws SQLException {
        Shape shape = Shape.IN_TURN.get(turn++ % Shape.IN_TURN.size());
        long begun = clock.now();
        switch (shape) {
            case AUTOCOMMIT, AUTOCOMMIT_AGAIN -> autocommit(insert);
            case TWO_STATEMENTS -> twoStatements(connection, insert);
            case BATCH -> batch(connection, insert);
            case READ_BACK -> readBack(insert, readBack);
            case SELECT_THAT_WRITES -> selectThatWrites(connection);
            case SAVEPOINT -> savepoint(connection, insert);
            case ROLLED_BACK -> rolledBack(connection, insert);
        }
        transactions.add(new Transaction(name(), begun, clock.now()));
    }

    private void autocommit(PreparedStatement insert) throws SQLException {
        long row = memory.write();
        memory.commitSent();
        write(insert, row);
        memory.acknowledged();
    }

    private void twoStatements(Connection connection, PreparedStatement insert) throws SQLException {
        connection.setAutoCommit(false);
        write(insert, memory.write());
        write(insert, memory.write());
        commit(connection);
    }

    private void batch(Connection connection, PreparedStatement insert) throws SQLException {
        connection.setAutoCommit(false);
        for (int i = 0; i < BATCH_ROWS; i++) {
            insert.setLong(1, memory.write());
            insert.addBatch();
        }
        insert.executeBatch();
        commit(connection);
    }

    private void readBack(PreparedStatement insert, PreparedStatement readBack) throws SQLException {
        long row = memory.write();
        memory.commitSent();
        write(insert, row);
        memory.acknowledged();
        readBack.setInt(1, number);
        readBack.setLong(2, row);
        try (ResultSet found = readBack.executeQuery()) {
            if (!found.next()) {
                staleReads++;
            }
        }
    }

    /** Nothing in its text says that it writes. It must be executed once, as every other write. */
    private void selectThatWrites(Connection connection) throws SQLException {
        long row = memory.write();
        memory.commitSent();
        try (PreparedStatement call = connection.prepareStatement(LedgerTable.CALL)) {
            call.setLong(1, row);
            call.executeQuery().close();
        }
        memory.acknowledged();
    }

    private void savepoint(Connection connection, PreparedStatement insert) throws SQLException {
        connection.setAutoCommit(false);
        Savepoint before = connection.setSavepoint();
        write(insert, memory.write());
        connection.rollback(before);
        memory.rolledBack();
        write(insert, memory.write());
        commit(connection);
    }

    private void rolledBack(Connection connection, PreparedStatement insert) throws SQLException {
        connection.setAutoCommit(false);
        write(insert, memory.write());
        connection.rollback();
        memory.rolledBack();
        connection.setAutoCommit(true);
    }

    private void commit(Connection connection) throws SQLException {
        memory.commitSent();
        connection.commit();
        memory.acknowledged();
        connection.setAutoCommit(true);
    }

    private static void write(PreparedStatement insert, long row) throws SQLException {
        insert.setLong(1, row);
        insert.executeUpdate();
    }

    private String name() {
        return "writer " + number;
    }
}
