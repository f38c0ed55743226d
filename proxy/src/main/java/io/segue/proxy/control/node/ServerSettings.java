package io.segue.proxy.control.node;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parameters of a server: read, changed for good, and read back. */
final class ServerSettings {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.$]*");

    /** A server puts each element of these in quotes, and one literal would be one element (dumputils.c, variable_is_guc_list_quote). */
    private static final Set<String> QUOTED_LISTS = Set.of(
            "local_preload_libraries",
            "search_path",
            "session_preload_libraries",
            "shared_preload_libraries",
            "temp_tablespaces",
            "unix_socket_directories");

    private static final String READ_BACK =
            """
            SELECT name, context, source, coalesce(sourcefile, '') LIKE '%/postgresql.auto.conf',
                   pg_catalog.pg_conf_load_time() > ?::timestamptz
              FROM pg_catalog.pg_settings WHERE lower(name) = ANY (?)
            """;

    private static final Duration PAUSE = Duration.ofMillis(2);

    private final NodeSql sql;
    private final NodeLimits limits;

    ServerSettings(NodeSql sql, NodeLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    Map<String, String> inForce(Collection<String> names) throws NodeException {
        return sql.ask(
                "read its parameters",
                limits.call(),
                session -> byName(
                        session.all(
                                "SELECT name, setting FROM pg_catalog.pg_settings WHERE lower(name) = ANY (?)",
                                Value::of,
                                session.texts(lower(names))),
                        names));
    }

    /** {@code postgresql.auto.conf} alone; of several lines for one parameter the last one rules. */
    Map<String, String> altered(Collection<String> names) throws NodeException {
        return sql.ask(
                "read postgresql.auto.conf",
                limits.call(),
                session -> byName(
                        session.all(
                                """
                                SELECT name, setting FROM pg_catalog.pg_file_settings
                                 WHERE sourcefile LIKE '%/postgresql.auto.conf' AND lower(name) = ANY (?) ORDER BY seqno
                                """,
                                Value::of,
                                session.texts(lower(names))),
                        names));
    }

    /** One parameter's value, as a row has it. */
    private record Value(String name, String text) {
        static Value of(ResultSet row) throws SQLException {
            return new Value(row.getString(1), Optional.ofNullable(row.getString(2)).orElse(""));
        }
    }

    /** Under the names that were asked for: a server says {@code DateStyle}, its users {@code datestyle}. */
    private static Map<String, String> byName(List<Value> values, Collection<String> names) {
        Map<String, String> asked = names.stream().collect(Collectors.toMap(ServerSettings::lower, Function.identity(), (a, b) -> a));
        return values.stream()
                .collect(Collectors.toUnmodifiableMap(
                        value -> asked.get(lower(value.name())), Value::text, (earlier, later) -> later));
    }

    void alter(Map<String, Optional<String>> values) throws NodeException {
        for (String name : values.keySet()) {
            refuseUnlessSettable(name);
        }
        String purpose = "change " + String.join(", ", values.keySet());
        Deadline deadline = Deadline.in(limits.call());
        Optional<String> overruled = sql.askApart(purpose, limits.call(), session -> {
            for (Map.Entry<String, Optional<String>> value : values.entrySet()) {
                session.run(statement(value.getKey(), value.getValue()));
            }
            return reload(session, values, deadline);
        });
        if (overruled.isPresent()) {
            throw sql.refuse(purpose, overruled.get(), "Remove what overrules postgresql.auto.conf there.");
        }
    }

    private void refuseUnlessSettable(String name) throws NodeException {
        if (!NAME.matcher(name).matches() || QUOTED_LISTS.contains(lower(name))) {
            throw sql.refuse("change " + name, "it is no parameter that is changed here", "Change it in postgresql.conf.");
        }
    }

    private static String statement(String name, Optional<String> value) {
        return value.map(text -> "ALTER SYSTEM SET " + name + " = " + Quoting.sqlLiteral(text))
                .orElse("ALTER SYSTEM RESET " + name);
    }

    /**
     * Says what stands in the way when the files have been read again and a value does not come from where it was written to. Our own
     * session has read them then; the server's other processes, told at the same moment (postmaster.c, SIGHUP), do so when they next
     * look, which cannot be seen from here.
     */
    private static Optional<String> reload(
            SqlSession session, Map<String, Optional<String>> values, Deadline deadline) throws SQLException {
        String before = session.one("SELECT pg_catalog.clock_timestamp()::text", row -> row.getString(1));
        session.run("SELECT pg_catalog.pg_reload_conf()");
        while (true) {
            List<Origin> origins = session.all(READ_BACK, Origin::of, before, session.texts(lower(values.keySet())));
            if (origins.stream().allMatch(Origin::readAgain)) {
                return overruled(origins, values);
            }
            if (deadline.passed()) {
                return Optional.of("it was told to read its configuration again and did not");
            }
            pause(deadline);
        }
    }

    private static void pause(Deadline deadline) throws SQLException {
        try {
            deadline.pause(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while the server reads its configuration again", e);
        }
    }

    private static Optional<String> overruled(List<Origin> origins, Map<String, Optional<String>> values) {
        Set<String> written = values.entrySet().stream()
                .filter(value -> value.getValue().isPresent())
                .map(value -> lower(value.getKey()))
                .collect(Collectors.toSet());
        return origins.stream()
                .filter(origin -> !origin.waitsForRestart())
                .filter(origin -> origin.fromAutoConf() != written.contains(lower(origin.name())))
                .map(origin -> origin.name() + " is written, but its value still comes from: " + origin.source())
                .findFirst();
    }

    /** Where a parameter's present value comes from. */
    private record Origin(String name, String context, String source, boolean fromAutoConf, boolean readAgain) {

        static Origin of(ResultSet row) throws SQLException {
            return new Origin(
                    row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4), row.getBoolean(5));
        }

        boolean waitsForRestart() {
            return context.equals("postmaster");
        }
    }

    private static Collection<String> lower(Collection<String> names) {
        return names.stream().map(ServerSettings::lower).toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
