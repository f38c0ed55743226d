package io.segue.proxy.data.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A console whose language is so small that every answer can be foretold: {@code rows N}, {@code types}, {@code command}, {@code fail},
 * {@code notices}, {@code break}, {@code wait}, {@code begin}, {@code savepoint}, {@code end}; anything else is a syntax error.
 */
final class FakeConsole implements Console {

    private final List<String> executed = new ArrayList<>();

    /** What was carried out, in order. */
    List<String> executed() {
        return executed;
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of("server_version", "15.0 (test)");
    }

    @Override
    public List<Statement> parse(String text) throws ConsoleException {
        List<Statement> statements = new ArrayList<>();
        for (String one : text.split(";")) {
            if (!one.isBlank()) {
                statements.add(statement(one.strip()));
            }
        }
        return statements;
    }

    private Statement statement(String text) throws ConsoleException {
        return switch (text.split(" ")[0]) {
            case "rows" -> fake(text, List.of(new Column("n", Column.Type.BIGINT)), _ -> numbers(text));
            case "types" -> fake(text, allTypes(), _ -> List.of(everyType(), Arrays.asList(null, null, null, null, null)));
            case "command" -> fake(text, List.of(), _ -> List.of());
            case "begin", "savepoint", "end" -> fake(text, List.of(), _ -> List.of());
            case "fail" -> fake(text, List.of(), _ -> {
                throw new ConsoleException("SG018", "it failed", "a detail", "a hint");
            });
            case "notices" -> fake(text, List.of(), client -> {
                client.notice("NOTICE", "one");
                client.notice("WARNING", "two");
                return List.of();
            });
            case "break" -> fake(text, List.of(), _ -> {
                throw new IllegalStateException("a fault of the console, on purpose");
            });
            case "wait" -> fake(text, List.of(), _ -> {
                new CountDownLatch(1).await();
                return List.of();
            });
            default -> throw new ConsoleException("42601", "unknown command " + text, "", "Try another.");
        };
    }

    private static List<Column> allTypes() {
        return Arrays.stream(Column.Type.values()).map(type -> new Column(type.name().toLowerCase(Locale.ROOT), type)).toList();
    }

    private static List<String> everyType() {
        return List.of("text", "-5", "2.5", "t", "2026-01-31 10:20:30.123456+00");
    }

    private static List<List<String>> numbers(String text) {
        List<List<String>> rows = new ArrayList<>();
        for (int number = 1; number <= Integer.parseInt(text.split(" ")[1]); number++) {
            rows.add(List.of(Integer.toString(number)));
        }
        return rows;
    }

    private interface Body {
        List<List<String>> run(Client client) throws ConsoleException, InterruptedException;
    }

    private Statement fake(String text, List<Column> columns, Body body) {
        String verb = text.split(" ")[0];
        return new Statement() {
            @Override
            public List<Column> columns() {
                return columns;
            }

            @Override
            public TransactionControl transactionControl() {
                return switch (verb) {
                    case "begin" -> TransactionControl.BEGIN;
                    case "savepoint" -> TransactionControl.CONTINUE;
                    case "end" -> TransactionControl.END;
                    default -> TransactionControl.NONE;
                };
            }

            @Override
            public Result execute(Client client) throws ConsoleException, InterruptedException {
                executed.add(text);
                return new Result(body.run(client), verb.toUpperCase(Locale.ROOT));
            }
        };
    }
}
