package io.segue.proxy.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.RowDescription;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.TransactionStatus;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.route.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a server's session knows, and the few statements that it understands: those of {@link SimClient}, and Segue's own. */
final class SimSql {

    private static final Pattern INSERT = Pattern.compile("INSERT INTO ledger VALUES \\((\\d+|\\$1)\\)");
    private static final Pattern COUNT = Pattern.compile("SELECT count\\(\\*\\) FROM ledger WHERE row = (\\d+|\\$1)");
    private static final Pattern SET = Pattern.compile("SET ([a-z._]+) TO '([^']*)'");
    private static final Pattern RESET = Pattern.compile("RESET ([a-z._]+)");
    private static final Pattern SHOW = Pattern.compile("SHOW ([a-z._]+)");
    private static final String SET_CONFIG = "SELECT pg_catalog.set_config($1, $2, false)";
    private static final String STATE_QUESTION = "SELECT 'setting', s.name";
    private static final Set<String> BLOCKS = Set.of("BEGIN", "COMMIT", "ROLLBACK");

    private final Node node;
    private final World world;
    private final String user;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> statements = new LinkedHashMap<>();
    private final List<Long> written = new ArrayList<>();
    private TransactionStatus status = TransactionStatus.IDLE;

    /**
     * What a statement has come to.
     *
     * @param columns none for what has no rows
     */
    record Result(int columns, List<DataRow> rows, String tag) {

        static Result done(String tag) {
            return new Result(0, List.of(), tag);
        }

        static Result row(String... values) {
            return rows(List.of(DataRow.ofTexts(Arrays.asList(values))), values.length);
        }

        static Result rows(List<DataRow> rows, int columns) {
            return new Result(columns, rows, "SELECT " + rows.size());
        }

        Optional<RowDescription> description() {
            return columns == 0
                    ? Optional.empty()
                    : Optional.of(new RowDescription(IntStream.range(0, columns).mapToObj(_ -> RowDescription.Column.text("c")).toList()));
        }
    }

    SimSql(Node node, World world, String user) {
        this.node = node;
        this.world = world;
        this.user = user;
    }

    TransactionStatus status() {
        return status;
    }

    /** The text of each prepared statement by its name. */
    Map<String, String> statements() {
        return statements;
    }

    /** Nothing of the transaction remains; a block has still to be ended. */
    void fail() {
        written.clear();
        if (status == TransactionStatus.IN_TRANSACTION) {
            status = TransactionStatus.FAILED;
        }
    }

    /** What is in no block ends. @return empty when the server is gone, and nobody will be told */
    Optional<Result> endImplicit(Result result) throws SqlFailure {
        return status == TransactionStatus.IDLE ? commit(result) : Optional.of(result);
    }

    void check(String sql) throws SqlFailure {
        boolean known = sql.isEmpty() || BLOCKS.contains(sql) || sql.equals("DISCARD ALL") || sql.equals(SET_CONFIG) || sql.startsWith(STATE_QUESTION)
                || List.of(INSERT, COUNT, SET, RESET, SHOW).stream().anyMatch(it -> it.matcher(sql).matches());
        if (status == TransactionStatus.FAILED && !sql.equals("ROLLBACK") && !sql.equals("COMMIT")) {
            throw SqlFailure.aborted();
        }
        if (!known) {
            throw new SqlFailure(SqlState.SYNTAX_ERROR, "syntax error at \"" + sql + "\"");
        }
    }

    boolean returnsRows(String sql) {
        return sql.startsWith("SELECT") || sql.startsWith("SHOW");
    }

    /** @return empty when the server is gone, and nobody will be told */
    Optional<Result> execute(String sql, List<byte[]> values) throws SqlFailure {
        check(sql);
        if (BLOCKS.contains(sql)) {
            return block(sql);
        }
        if (sql.startsWith(STATE_QUESTION)) {
            return Optional.of(state());
        }
        return Optional.of(plain(sql, values));
    }

    private Optional<Result> block(String sql) throws SqlFailure {
        TransactionStatus before = status;
        switch (sql) {
            case "BEGIN" -> {
                status = TransactionStatus.IN_TRANSACTION;
                return Optional.of(Result.done(sql));
            }
            case "COMMIT" -> {
                status = TransactionStatus.IDLE;
                return before == TransactionStatus.FAILED ? Optional.of(Result.done("ROLLBACK")) : commit(Result.done(sql));
            }
            default -> {
                status = TransactionStatus.IDLE;
                written.clear();
                return Optional.of(Result.done(sql));
            }
        }
    }

    private Optional<Result> commit(Result result) throws SqlFailure {
        List<Long> all = List.copyOf(written);
        written.clear();
        if (all.isEmpty()) {
            return Optional.of(result);
        }
        return switch (world.commit(node, all)) {
            case DONE -> Optional.of(result);
            case READ_ONLY -> throw readOnly();
            case LOST -> Optional.empty();
        };
    }

    private Result plain(String sql, List<byte[]> values) throws SqlFailure {
        Matcher insert = INSERT.matcher(sql);
        if (insert.matches()) {
            if (world.node(node).server().inRecovery()) {
                throw readOnly();
            }
            written.add(number(insert.group(1), values));
            return Result.done("INSERT 0 1");
        }
        Matcher count = COUNT.matcher(sql);
        if (count.matches()) {
            return Result.row(world.has(node, number(count.group(1), values)) ? "1" : "0");
        }
        if (sql.equals(SET_CONFIG)) {
            settings.put(text(values.getFirst()), text(values.get(1)));
            return Result.row(text(values.get(1)));
        }
        return setting(sql);
    }

    private Result setting(String sql) {
        Matcher set = SET.matcher(sql);
        if (set.matches()) {
            settings.put(set.group(1), set.group(2));
            return Result.done("SET");
        }
        Matcher show = SHOW.matcher(sql);
        if (show.matches()) {
            Result shown = Result.row(settings.getOrDefault(show.group(1), ""));
            return new Result(shown.columns(), shown.rows(), "SHOW");
        }
        Matcher reset = RESET.matcher(sql);
        if (reset.matches()) {
            settings.remove(reset.group(1));
            return Result.done("RESET");
        }
        settings.clear();
        statements.clear();
        return Result.done("DISCARD ALL");
    }

    /** As {@code StateQuestion} wants to know it. */
    private Result state() {
        List<DataRow> rows = new ArrayList<>();
        settings.forEach((name, value) -> rows.add(row("setting", name, value)));
        rows.add(row("setting", "session_authorization", user));
        rows.add(row("setting", "role", "none"));
        statements.keySet().stream().filter(name -> !name.isEmpty()).forEach(name -> rows.add(row("statement", name, null)));
        return Result.rows(rows, 3);
    }

    private static DataRow row(String... values) {
        return DataRow.ofTexts(Arrays.asList(values));
    }

    private static long number(String text, List<byte[]> values) {
        return Long.parseLong(text.equals("$1") ? text(values.getFirst()) : text);
    }

    private static String text(byte[] value) {
        return new String(value, UTF_8);
    }

    private static SqlFailure readOnly() {
        return new SqlFailure(SqlState.READ_ONLY_SQL_TRANSACTION, "cannot execute INSERT in a read-only transaction");
    }

    static ErrorFields cancelled() {
        return ErrorFields.error(SqlState.QUERY_CANCELED, "canceling statement due to user request");
    }
}
