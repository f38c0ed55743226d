package io.segue.cli.measure;

import io.segue.cli.ledger.ConnectionSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A client that logs in once and asks one small question after the other, and one that logs in again and again. Main thread. */
public final class Probe {

    private static final int QUERIES_PER_LOGIN = 20;
    private static final double NANOS_PER_MILLI = 1e6;

    private final ConnectionSource clients;

    /** What a probe has felt, in milliseconds. */
    public record Feeling(double queryMedian, double query99, double loginMedian, double loginMost, int failures) {}

    public Probe(ConnectionSource clients) {
        this.clients = clients;
    }

    public Feeling feel(long nanos) throws SQLException {
        List<Long> queries = new ArrayList<>();
        List<Long> logins = new ArrayList<>();
        int failures = 0;
        long end = System.nanoTime() + nanos;
        try (Connection connection = clients.open("probe"); Statement statement = connection.createStatement()) {
            while (System.nanoTime() < end) {
                for (int i = 0; i < QUERIES_PER_LOGIN; i++) {
                    queries.add(ask(statement));
                }
                long begun = System.nanoTime();
                try (Connection newcomer = clients.open("newcomer")) {
                    newcomer.isValid(1);
                } catch (SQLException refused) {
                    failures++;
                }
                logins.add(System.nanoTime() - begun);
            }
        }
        return new Feeling(quantile(queries, 0.5), quantile(queries, 0.99), quantile(logins, 0.5), quantile(logins, 1), failures);
    }

    private static long ask(Statement statement) throws SQLException {
        long begun = System.nanoTime();
        try (ResultSet rows = statement.executeQuery("SELECT abalance FROM pgbench_accounts WHERE aid = 1")) {
            rows.next();
        }
        return System.nanoTime() - begun;
    }

    private static double quantile(List<Long> nanos, double share) {
        Collections.sort(nanos);
        return nanos.get((int) Math.min(nanos.size() - 1, Math.floor(share * nanos.size()))) / NANOS_PER_MILLI;
    }

    public static String millis(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
