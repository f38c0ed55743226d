package io.segue.proxy.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.protocol.message.Bind;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.TransactionStatus;
import io.segue.proxy.simulation.Books.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a client wants: rows, one by one or in transactions, by either protocol and one batch behind the other; and to see what is there. */
final class SimWork {

    private static final String INSERT = "INSERT INTO ledger VALUES ($1)";
    private static final String NAMED = "insert_row";
    private static final int MOST_ROWS = 3;

    private final Random random;
    private final Books books;
    private final Consumer<String> notes;
    private final ArrayDeque<Supplier<Said>> script = new ArrayDeque<>();
    private final List<Long> inTransaction = new ArrayList<>();
    private TransactionStatus status = TransactionStatus.IDLE;
    private boolean named;
    private String mark = "";
    private int patience;
    private int wait;
    private boolean finishing;

    /** Bytes, and the answers that they will have. */
    record Said(List<Exchange> exchanges, FrontendMessage... messages) {}

    SimWork(Random random, Books books, Consumer<String> notes) {
        this.random = random;
        this.books = books;
        this.notes = notes;
    }

    void slow(int steps) {
        patience = steps;
        wait = Math.min(wait, steps);
    }

    void finish() {
        finishing = true;
    }

    boolean isAtRest() {
        return script.isEmpty();
    }

    void connected() {
        named = false;
        mark = "";
        status = TransactionStatus.IDLE;
    }

    void ready(TransactionStatus now) {
        status = now;
        assertThat(now == TransactionStatus.IDLE || !script.isEmpty()).as("in no transaction, or there is more to come: %s", now).isTrue();
    }

    /** A transaction that was open is none any more. */
    void disconnected(ErrorFields last) {
        script.clear();
        settleTransaction(Optional.of(last));
    }

    /** What it says next; empty when it thinks it over. */
    Optional<Said> next() {
        if (script.isEmpty() && !finishing) {
            begin();
        }
        if (script.isEmpty() || wait-- > 0) {
            return Optional.empty();
        }
        return Optional.of(script.poll().get());
    }

    private void begin() {
        switch (random.nextInt(10)) {
            case 0, 1 -> script.add(this::simple);
            case 2 -> script.add(() -> batches(1));
            case 3, 4 -> script.add(() -> batches(1 + random.nextInt(MOST_ROWS)));
            case 5, 6 -> transaction();
            case 7, 8 -> script.add(this::read);
            default -> {
                script.add(this::set);
                script.add(this::show);
            }
        }
    }

    // ---- what it says

    private Said simple() {
        long row = books.begin();
        String sql = "INSERT INTO ledger VALUES (%d)".formatted(row);
        return new Said(List.of(new Exchange("C", (error, _) -> settle(row, error))), new Query(Takes.with(sql, patience)));
    }

    private Said batches(int number) {
        List<Exchange> exchanges = new ArrayList<>();
        List<FrontendMessage> messages = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            long row = books.begin();
            boolean byName = random.nextBoolean();
            boolean parse = !byName || !named && i == 0;
            String name = byName && (named || parse) ? NAMED : "";
            if (parse || name.isEmpty()) {
                messages.add(new Parse(name, INSERT, List.of()));
            }
            messages.add(new Bind("", name, List.of(), List.of(Long.toString(row).getBytes(UTF_8)), List.of()));
            messages.add(new Execute("", 0));
            messages.add(new Sync());
            exchanges.add(new Exchange(parse || name.isEmpty() ? "12C" : "2C", (error, _) -> {
                named |= error.isEmpty() && name.equals(NAMED);
                settle(row, error);
            }));
        }
        return new Said(exchanges, messages.toArray(FrontendMessage[]::new));
    }

    private void transaction() {
        wait = patience;
        script.add(() -> inBlock("BEGIN"));
        for (int rows = 1 + random.nextInt(MOST_ROWS); rows > 0; rows--) {
            script.add(() -> {
                long row = books.begin();
                inTransaction.add(row);
                wait = patience;
                return inBlock("INSERT INTO ledger VALUES (%d)".formatted(row));
            });
        }
        script.add(() -> new Said(List.of(new Exchange("C", (error, _) -> settleTransaction(error))), new Query("COMMIT")));
    }

    private Said inBlock(String sql) {
        return new Said(List.of(new Exchange("C", (error, _) -> {
            if (error.isPresent()) {
                settleTransaction(error);
                script.clear();
                script.add(this::rollBack);
            }
        })), new Query(sql));
    }

    /** Again when nobody can be asked to do it. */
    private Said rollBack() {
        return new Said(List.of(new Exchange("C", (error, _) -> error.ifPresent(it -> {
            trouble(it);
            script.add(this::rollBack);
        }))), new Query("ROLLBACK"));
    }

    /** Whoever reads sees everything that anybody was told to be committed before. */
    private Said read() {
        long row = books.lastDone();
        return new Said(List.of(new Exchange("TDC", (error, value) -> {
            error.ifPresent(this::trouble);
            if (error.isEmpty() && row > 0) {
                assertThat(value).as("how often a reader finds row %d, which was acknowledged before", row).isEqualTo("1");
            }
        })), new Query("SELECT count(*) FROM ledger WHERE row = " + row));
    }

    private Said set() {
        String next = Integer.toString(random.nextInt(1_000));
        return new Said(List.of(new Exchange("C", (error, _) -> {
            error.ifPresent(this::trouble);
            mark = error.isEmpty() ? next : mark;
        })), new Query("SET sim.mark TO '" + next + "'"));
    }

    private Said show() {
        return new Said(List.of(new Exchange("TDC", (error, value) -> {
            error.ifPresent(this::trouble);
            if (error.isEmpty()) {
                assertThat(value).as("what the session has set").isEqualTo(mark);
            }
        })), new Query("SHOW sim.mark"));
    }

    // ---- what it is told

    private void trouble(ErrorFields error) {
        note("a statement", error);
        books.trouble();
        meaning(error);
    }

    private void settleTransaction(Optional<ErrorFields> error) {
        inTransaction.forEach(row -> settle(row, error));
        inTransaction.clear();
    }

    private void settle(long row, Optional<ErrorFields> error) {
        error.ifPresent(it -> note("row " + row, it));
        books.answered(row, error.map(SimWork::meaning).orElse(Answer.DONE));
    }

    private void note(String what, ErrorFields error) {
        notes.accept(what + ": " + error.sqlState() + " " + error.message() + error.detail().map(it -> " - " + it).orElse(""));
    }

    private static Answer meaning(ErrorFields error) {
        return switch (error.sqlState()) {
            case "40001", "57014", "53300", "57P01", "57P03", "08006" -> Answer.REFUSED;
            case "08007" -> Answer.UNKNOWN;
            case "25006" -> Answer.READ_ONLY;
            default -> throw new AssertionError("what no client is to be told: " + error);
        };
    }
}
