package io.segue.proxy.rehearsal;

import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.Format;
import io.segue.protocol.message.NoData;
import io.segue.protocol.message.RowDescription;
import io.segue.protocol.message.RowDescription.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What the {@link StandInServer} answers to a statement.
 *
 * @param columns types of the columns
 * @param rows at most one; none for what has no result
 * @param tag of CommandComplete
 */
record StandInAnswer(List<Integer> columns, List<DataRow> rows, String tag) {

    private static final int TEXT = 25;
    private static final int TEXT_ARRAY = 1009;

    /** A question of Segue's own, known by a word of it, see {@code ServerStatus}, {@code RoleCatalog} and {@code StateQuestion}; else a row with a 1. */
    static StandInAnswer to(ScramVerifier verifier, String sql) {
        if (sql.contains("pg_control_system")) {
            return row("1", "170000", "f", "1", "0/1000000", "f", null, "", "0");
        }
        if (sql.contains("pg_authid")) {
            return new StandInAnswer(
                    List.of(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT_ARRAY, TEXT, TEXT),
                    List.of(DataRow.ofTexts(Arrays.asList(
                            StandInServer.ROLE, verifier.format(), "t", "f", null, "{" + StandInServer.ROLE + "}", "scram-sha-256", "t"))),
                    "SELECT 1");
        }
        if (sql.contains("pg_listening_channels")) {
            return row("setting", "role", "none");
        }
        if (sql.contains("pg_is_in_recovery")) {
            return row("f");
        }
        String verb = sql.strip().split("\\W", 2)[0].toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "SELECT", "SHOW" -> row("1");
            case "UPDATE" -> new StandInAnswer(List.of(), List.of(), "UPDATE 1");
            default -> new StandInAnswer(List.of(), List.of(), verb);
        };
    }

    private static StandInAnswer row(String... values) {
        return new StandInAnswer(
                IntStream.range(0, values.length).mapToObj(_ -> TEXT).toList(), List.of(DataRow.ofTexts(Arrays.asList(values))), "SELECT 1");
    }

    BackendMessage description() {
        return columns.isEmpty()
                ? new NoData()
                : new RowDescription(columns.stream()
                        .map(type -> new Column("column", 0, (short) 0, type, (short) -1, -1, Format.TEXT))
                        .toList());
    }

    /** What answers Execute. */
    List<BackendMessage> result() {
        CommandComplete end = new CommandComplete(tag);
        return rows.isEmpty() ? List.of(end) : List.of(rows.getFirst(), end);
    }
}
