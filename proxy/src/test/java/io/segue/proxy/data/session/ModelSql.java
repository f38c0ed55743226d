package io.segue.proxy.data.session;

import io.segue.protocol.message.TransactionStatus;
import java.util.Arrays;
import java.util.List;

/** The few statements that a {@link ModelServer} knows, one for each way in which a statement can go on. */
final class ModelSql {

    private static final String MALFORMED = "MALFORMED";

    static final List<String> ALL = List.of("", "SELECT", "BEGIN", "COMMIT", "ROLLBACK", "COPY", "SET", "FAIL", MALFORMED);

    static final byte BAD_COPY_DATA = '!';

    private static final int ROWS = 3;

    private ModelSql() {}

    /** How a statement goes on. */
    sealed interface Outcome {

        record Empty() implements Outcome {}

        record Rows(int count) implements Outcome {}

        record Done(String tag, TransactionStatus status) implements Outcome {}

        record CopyIn() implements Outcome {}

        record Failed(String message) implements Outcome {}
    }

    /** The statements of a simple query; when one cannot be parsed that one only, and the empty one when there is none. */
    static List<String> statements(String query) {
        List<String> all = Arrays.stream(query.split(";")).filter(one -> !one.isEmpty()).toList();
        if (all.contains(MALFORMED)) {
            return List.of(MALFORMED);
        }
        return all.isEmpty() ? List.of("") : all;
    }

    static boolean isMalformed(String sql) {
        return sql.equals(MALFORMED);
    }

    static boolean returnsRows(String sql) {
        return sql.equals("SELECT");
    }

    /** Whether the statement fails because one before it has failed. */
    static boolean isAborted(String sql, TransactionStatus status) {
        return status == TransactionStatus.FAILED && !sql.isEmpty() && !sql.equals("COMMIT") && !sql.equals("ROLLBACK");
    }

    static Outcome run(String sql, TransactionStatus status) {
        if (sql.isEmpty()) {
            return new Outcome.Empty();
        }
        if (isAborted(sql, status)) {
            return new Outcome.Failed("current transaction is aborted");
        }
        return switch (sql) {
            case "SELECT" -> new Outcome.Rows(ROWS);
            case "BEGIN" -> new Outcome.Done("BEGIN", TransactionStatus.IN_TRANSACTION);
            case "COMMIT", "ROLLBACK" -> new Outcome.Done(sql, TransactionStatus.IDLE);
            case "SET" -> new Outcome.Done("SET", status);
            case "COPY" -> new Outcome.CopyIn();
            default -> new Outcome.Failed(sql + " fails");
        };
    }
}
