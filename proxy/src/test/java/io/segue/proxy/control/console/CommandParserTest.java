package io.segue.proxy.control.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.data.console.Console.TransactionControl;
import io.segue.proxy.data.console.ConsoleException;
import io.segue.proxy.control.console.Command.ShowReport.Form;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import io.segue.proxy.watch.transcript.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandParserTest {

    static Stream<Arguments> understood() {
        return Stream.of(
                text("SHOW SHARDS", new Command.Show(Topic.SHARDS)),
                text("show nodes;", new Command.Show(Topic.NODES)),
                text("  Show\n\tClients ; ", new Command.Show(Topic.CLIENTS)),
                text("SHOW MIGRATIONS", new Command.Show(Topic.MIGRATIONS)),
                text("SHOW HOLDS", new Command.Show(Topic.HOLDS)),
                text("SHOW VERSION", new Command.Show(Topic.VERSION)),
                text("SHOW CONFIG", new Command.Show(Topic.CONFIG)),
                text("SHOW HELP", new Command.Show(Topic.HELP)),
                text("SHOW STEPS", new Command.ShowSteps(Optional.empty())),
                text("show steps Orders", new Command.ShowSteps(Optional.of("Orders"))),
                text("PREPARE orders TO node_b", prepare("orders", "node_b")),
                text("prepare \"to\" to \"Node \"\"B\"\"\"", prepare("to", "Node \"B\"")),
                text("PREPARE TO TO TO", prepare("TO", "TO")),
                text("CUTOVER orders-eu.1", new Command.Move(Verb.CUTOVER, new MigrationCommand.Cutover("orders-eu.1"))),
                text("cutover orders dry run", new Command.Plan(Verb.CUTOVER, new MigrationCommand.Cutover("orders"))),
                text("CUTOVER \"dry\" DRY RUN", new Command.Plan(Verb.CUTOVER, new MigrationCommand.Cutover("dry"))),
                text("SWITCHBACK orders", new Command.Move(Verb.SWITCHBACK, new MigrationCommand.Switchback("orders"))),
                text("SWITCHBACK orders DRY RUN", new Command.Plan(Verb.SWITCHBACK, new MigrationCommand.Switchback("orders"))),
                text(
                        "CUTOVER orders ALLOW bypassing-clients, \"archiver\"",
                        new Command.Move(Verb.CUTOVER, new MigrationCommand.Cutover("orders"), allowing("bypassing-clients", "archiver"))),
                text(
                        "SWITCHBACK orders ALLOW ssl DRY RUN",
                        new Command.Plan(Verb.SWITCHBACK, new MigrationCommand.Switchback("orders"), allowing("ssl"))),
                text("SHOW REPORTS", new Command.Show(Topic.REPORTS)),
                text("SHOW REPORT", new Command.ShowReport(Optional.empty(), Form.TEXT)),
                text("show report json", new Command.ShowReport(Optional.empty(), Form.JSON)),
                text("SHOW REPORT orders", new Command.ShowReport(Optional.of("orders"), Form.TEXT)),
                text("SHOW REPORT 12 JSON", new Command.ShowReport(Optional.of("12"), Form.JSON)),
                text("GO orders", new Command.Go("orders")),
                text(
                        "CUTOVER orders ALLOW ssl POSTPONE",
                        new Command.Move(
                                Verb.CUTOVER, new MigrationCommand.Cutover("orders"), new Terms("", Set.of("ssl"), Terms.Hold.WHEN_TOLD))),
                text("precheck orders", new Command.Precheck("orders", Terms.NONE)),
                text("PRECHECK orders ALLOW ssl", new Command.Precheck("orders", allowing("ssl"))),
                text("VERIFY orders", new Command.Verify("orders", new VerifyRequest(Optional.empty(), false, false))),
                text("verify orders tables all amcheck", new Command.Verify("orders", new VerifyRequest(Optional.of(List.of()), true, false))),
                text("VERIFY orders TABLES 'shop.public.\"Big one\"', 'a.b.c' ANALYZE", new Command.Verify(
                        "orders", new VerifyRequest(Optional.of(List.of("shop.public.\"Big one\"", "a.b.c")), false, true))),
                text("CLEANUP orders", new Command.Move(Verb.CLEANUP, new MigrationCommand.Cleanup("orders"))),
                text("ABORT orders", new Command.Move(Verb.ABORT, new MigrationCommand.Abort("orders"))),
                text("PAUSE orders", new Command.Pause("orders", Optional.empty())),
                text("PAUSE orders TIMEOUT '2s'", new Command.Pause("orders", Optional.of(Duration.ofSeconds(2)))),
                text("pause orders timeout 500ms", new Command.Pause("orders", Optional.of(Duration.ofMillis(500)))),
                text("PAUSE orders TIMEOUT '1 min'", new Command.Pause("orders", Optional.of(Duration.ofMinutes(1)))),
                text("RESUME orders", new Command.Resume("orders")),
                text("/* a /* nested */ comment */ RESUME -- the shard\n orders", new Command.Resume("orders")),
                text("KILL_CLIENT 7", new Command.KillClient(7)),
                text("kill_client '12'", new Command.KillClient(12)),
                text("RESUME orders--now", new Command.Resume("orders")),
                text("TRANSCRIPT ON FOR DATABASE shop", transcript(new Subject.Database("shop"))),
                text("transcript on for user \"App\" FOR '30s' LIMIT 20 LINES WITHOUT VALUES",
                        new Command.TranscriptOn(new Subject.User("App"), Optional.of(Duration.ofSeconds(30)), Optional.of(20L), false)),
                text("TRANSCRIPT ON FOR CLIENT 7 FOR 24h",
                        new Command.TranscriptOn(new Subject.Client(7), Optional.of(Duration.ofHours(24)), Optional.empty(), true)),
                text("TRANSCRIPT OFF", new Command.TranscriptOff()),
                text("SHOW TRANSCRIPTS", new Command.Show(Topic.TRANSCRIPTS)),
                text("SELECT 1", new Command.SelectNumber(1)),
                text("SET extra_float_digits = 3", accepted("SET", TransactionControl.NONE)),
                text("SET application_name = 'it''s; me'", accepted("SET", TransactionControl.NONE)),
                text("RESET ALL", accepted("RESET", TransactionControl.NONE)),
                text("DISCARD ALL", accepted("DISCARD ALL", TransactionControl.NONE)),
                text("DEALLOCATE ALL", accepted("DEALLOCATE ALL", TransactionControl.NONE)),
                text("BEGIN", accepted("BEGIN", TransactionControl.BEGIN)),
                text("BEGIN READ ONLY", accepted("BEGIN", TransactionControl.BEGIN)),
                text("START TRANSACTION", accepted("START TRANSACTION", TransactionControl.BEGIN)),
                text("COMMIT", accepted("COMMIT", TransactionControl.END)),
                text("END", accepted("COMMIT", TransactionControl.END)),
                text("ROLLBACK", accepted("ROLLBACK", TransactionControl.END)),
                text("ROLLBACK WORK", accepted("ROLLBACK", TransactionControl.END)),
                text("ROLLBACK TO SAVEPOINT s", accepted("ROLLBACK", TransactionControl.CONTINUE)),
                text("SHOW server_version", new Command.ShowParameter(DriverParameter.SERVER_VERSION)),
                text("SHOW TRANSACTION ISOLATION LEVEL", new Command.ShowParameter(DriverParameter.TRANSACTION_ISOLATION)),
                text("SHOW transaction_read_only", new Command.ShowParameter(DriverParameter.TRANSACTION_READ_ONLY)),
                text("SHOW datestyle", new Command.ShowParameter(DriverParameter.DATESTYLE)),
                text("SHOW TIME ZONE", new Command.ShowParameter(DriverParameter.TIMEZONE)));
    }

    @ParameterizedTest
    @MethodSource
    void understood(String text, Command command) throws ConsoleException {
        assertThat(CommandParser.parse(text)).containsExactly(command);
    }

    @Test
    void severalStatementsInOrder() throws ConsoleException {
        assertThat(CommandParser.parse(";SHOW SHARDS;; RESUME orders;"))
                .containsExactly(new Command.Show(Topic.SHARDS), new Command.Resume("orders"));
        assertThat(CommandParser.parse(" ;; -- nothing")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CUTOVR orders              | unknown command "CUTOVR"                               | Did you mean CUTOVER?
                    RESUM orders               | unknown command "RESUM"                                | Did you mean RESUME?
                    DROP TABLE orders          | unknown command "DROP"                                 | Commands: SHOW, PREPARE, PRECHECK
                    SELECT * FROM pg_class     | unknown command "SELECT"                               | SHOW HELP
                    "SHOW" SHARDS              | unknown command ""SHOW""                               | Commands:
                    = 1                        | unknown command "="                                    | Commands:
                    SHOW SHARD                 | nothing to show by the name of "SHARD"                 | Did you mean SHOW SHARDS?
                    SHOW everything            | nothing to show by the name of "everything"            | SHOW HELP
                    SHOW                       | SHOW: expected the name of a table or setting, found the end | Syntax: SHOW topic
                    SHOW SHARDS now            | SHOW: expected the end, found "now"                    | Syntax: SHOW topic
                    PREPARE                    | PREPARE: expected the name of a shard, found the end   | Syntax: PREPARE shard TO node
                    PREPARE orders node_b      | PREPARE: expected TO, found "node_b"                   | Syntax: PREPARE shard TO node
                    PREPARE orders TO          | PREPARE: expected the name of a node, found the end    | Syntax: PREPARE shard TO node
                    CUTOVER orders DRY         | CUTOVER: expected RUN, found the end                   | Syntax: CUTOVER shard [ALLOW check, ...] [POSTPONE] [DRY RUN]
                    CUTOVER orders ALLOW       | CUTOVER: expected the name of a check, found the end   | Syntax: CUTOVER
                    VERIFY orders TABLES       | VERIFY: expected a table such as 'shop.public.orders', found the end | Syntax: VERIFY
                    PRECHECK orders ALLOW a,   | PRECHECK: expected the name of a check, found the end  | Syntax: PRECHECK
                    CUTOVER orders now         | CUTOVER: expected the end, found "now"                 | Syntax: CUTOVER shard [ALLOW check, ...] [POSTPONE] [DRY RUN]
                    CUTOVER 'orders'           | CUTOVER: expected the name of a shard, found "'orders'" | Syntax: CUTOVER
                    CUTOVER ""                 | CUTOVER: expected the name of a shard                  | Syntax: CUTOVER
                    ABORT                      | ABORT: expected the name of a shard, found the end     | Syntax: ABORT shard
                    CLEANUP orders, billing    | CLEANUP: expected the end, found ","                   | Syntax: CLEANUP shard
                    PAUSE orders 2s            | PAUSE: expected the end, found "2s"                    | Syntax: PAUSE shard [TIMEOUT '2s']
                    TRANSCRIPT                 | TRANSCRIPT: expected ON, found the end                 | Syntax: TRANSCRIPT ON FOR DATABASE
                    TRANSCRIPT ON FOR orders   | TRANSCRIPT: expected DATABASE, found "orders"          | USER name | CLIENT id
                    TRANSCRIPT ON FOR CLIENT a | TRANSCRIPT: expected the id of a client as in SHOW CLIENTS, found "a" | Syntax
                    TRANSCRIPT ON FOR CLIENT 1 LIMIT 0 LINES | TRANSCRIPT: expected a number of lines, found "0"        | Syntax
                    TRANSCRIPT OFF now         | TRANSCRIPT: expected the end, found "now"              | Syntax: TRANSCRIPT
                    PAUSE orders TIMEOUT       | PAUSE: expected a duration such as '2s', found the end | Syntax: PAUSE
                    START orders               | START: expected TRANSACTION, found "orders"            | Syntax: START TRANSACTION
                    KILL_CLIENT orders         | KILL_CLIENT: expected a number, found "orders"         | Syntax: KILL_CLIENT id
                    KILL_CLIENT                | KILL_CLIENT: expected a number, found the end          | Syntax: KILL_CLIENT id
                    RESUME "orders             | unterminated quoted name                               | Close it
                    SET x = 'y                 | unterminated quoted text                               | Close it
                    /* RESUME orders           | unterminated comment                                   | Close it
                    """)
    void notUnderstood(String text, String message, String hint) {
        assertThatThrownBy(() -> CommandParser.parse(text)).isInstanceOfSatisfying(ConsoleException.class, failure -> {
            assertThat(failure.sqlState()).isEqualTo("42601");
            assertThat(failure).hasMessageStartingWith(message);
            assertThat(failure.hint()).contains(hint);
        });
    }

    @ParameterizedTest
    @CsvSource({"none", "2", "0s", "2h", "-1s", "2 fortnights", "99999999999s"})
    void pausesWithoutAnEndAreRefused(String limit) {
        assertThatThrownBy(() -> CommandParser.parse("PAUSE orders TIMEOUT '" + limit + "'"))
                .isInstanceOfSatisfying(ConsoleException.class, failure -> {
                    assertThat(failure.sqlState()).isEqualTo("22023");
                    assertThat(failure.hint()).contains("'500ms'");
                });
    }

    @ParameterizedTest
    @CsvSource({"2d", "25h", "0s", "forever"})
    void transcriptsWithoutAnEndAreRefused(String limit) {
        assertThatThrownBy(() -> CommandParser.parse("TRANSCRIPT ON FOR CLIENT 1 FOR '" + limit + "'"))
                .isInstanceOfSatisfying(ConsoleException.class, failure -> {
                    assertThat(failure.sqlState()).isEqualTo("22023");
                    assertThat(failure).hasMessageStartingWith("the duration \"" + limit + "\" is not");
                    assertThat(failure.hint()).endsWith("A transcript always ends by itself.");
                });
    }

    /** Whatever is typed: commands or a ConsoleException with a code, a message and a hint, and nothing else. */
    @Property
    void neverAnythingElse(@ForAll("queries") String text) {
        try {
            List<Command> commands = CommandParser.parse(text);
            assertThat(commands).doesNotContainNull();
        } catch (ConsoleException failure) {
            assertThat(failure.sqlState()).isIn("42601", "22023");
            assertThat(failure.getMessage()).isNotBlank();
            assertThat(failure.hint()).isNotBlank();
        }
    }

    /** A name in double quotes is that name, whatever is in it. */
    @Property
    void everyNameCanBeQuoted(@ForAll("names") String name) throws ConsoleException {
        String quoted = '"' + name.replace("\"", "\"\"") + '"';
        assertThat(CommandParser.parse("RESUME " + quoted)).containsExactly(new Command.Resume(name));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().ofMinLength(1).ofMaxLength(40);
    }

    /** Pieces of the language and noise, in any order. */
    @Provide
    Arbitrary<String> queries() {
        Arbitrary<String> pieces = Arbitraries.of(
                "SHOW", "PREPARE", "CUTOVER", "SWITCHBACK", "PAUSE", "RESUME", "ABORT", "SELECT", "SET", "ROLLBACK", "START", "STEPS",
                "TRANSACTION", "TO", "DRY", "RUN", "TIMEOUT", "orders", "'2s'", "2s", "\"", "'", "''", "\"\"", "--", "/*", "*/", ";", "1",
                "=", "(", "\n", "\u0000", "é", "𝄞");
        return Arbitraries.oneOf(pieces, Arbitraries.strings().ofMaxLength(5)).list().ofMaxSize(12).map(list -> String.join(" ", list));
    }

    private static Arguments text(String text, Command command) {
        return Arguments.of(text, command);
    }

    private static Terms allowing(String... checks) {
        return new Terms("", Set.of(checks), Terms.Hold.WHEN_READY);
    }

    private static Command transcript(Subject subject) {
        return new Command.TranscriptOn(subject, Optional.empty(), Optional.empty(), true);
    }

    private static Command prepare(String shard, String target) {
        return new Command.Move(Verb.PREPARE, new MigrationCommand.Prepare(shard, target));
    }

    private static Command accepted(String tag, TransactionControl control) {
        return new Command.Accepted(tag, control);
    }
}
