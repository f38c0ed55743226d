package io.segue.cli.load;

import io.segue.cli.ledger.ConnectionSource;
import io.segue.cli.stage.StageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that have set something up and then say nothing, as most of an application's connections do; in the end each is asked for it. */
public final class IdleCrowd implements AutoCloseable {

    private static final int AT_ONCE = 8;

    private final List<Connection> connections = Collections.synchronizedList(new ArrayList<>());

    private IdleCrowd() {}

    public static IdleCrowd open(ConnectionSource source, int count) throws StageException, InterruptedException {
        IdleCrowd crowd = new IdleCrowd();
        List<String> errors = crowd.each(count, number -> {
            Connection connection = source.open("idle " + number);
            crowd.connections.add(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET application_name = 'idle'");
            }
        });
        if (!errors.isEmpty()) {
            crowd.close();
            throw new StageException(errors.size() + " of " + count + " idle sessions could not be opened: " + errors.getFirst());
        }
        return crowd;
    }

    public int size() {
        return connections.size();
    }

    /** @return what those were told that are not what they were */
    public List<String> check() throws StageException, InterruptedException {
        return each(connections.size(), number -> {
            try (Statement statement = connections.get(number).createStatement()) {
                statement.execute("SELECT 1 / (current_setting('application_name') = 'idle')::int");
            }
        });
    }

    /** What is done with one of them. */
    @FunctionalInterface
    private interface Deed {
        void with(int number) throws SQLException;
    }

    private List<String> each(int count, Deed deed) throws StageException, InterruptedException {
        List<Future<?>> all = new ArrayList<>();
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < count; i++) {
                int number = i;
                all.add(hands.submit(() -> {
                    try {
                        deed.with(number);
                    } catch (SQLException e) {
                        errors.add("idle %d: %s %s".formatted(number, e.getSQLState(), e.getMessage()));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new StageException("the idle sessions failed", e.getCause());
        }
        return List.copyOf(errors);
    }

    /** The proxy may be gone already. */
    @Override
    public void close() {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                // Closing only says farewell.
            }
        }
    }
}
