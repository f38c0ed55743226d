package io.segue.cli;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.segue.proxy.control.console.TestSubjects;
import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.control.migration.Outcome;
import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.data.console.ConsoleServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line against the real console, with migrations directed by the test. */
@Timeout(300)
class CommandLineTest {

    private final TestSubjects subjects = new TestSubjects();
    private final ConsoleServer server = new ConsoleServer(subjects.console());
    private final CommandLineTester segue = new CommandLineTester(server.port());

    @AfterEach
    void stop() {
        server.close();
    }

    @Nested
    class Answers {

        @Test
        void areTablesWithAlignedColumns() {
            assertThat(segue.run("nodes").out()).isEqualTo(
                    """
                     shard  | name   | address       | role    | traffic | position  | timeline | lag_bytes | message
                    --------+--------+---------------+---------+---------+-----------+----------+-----------+---------
                     orders | node_a | 10.0.0.1:5432 | primary | true    | 0/3001000 |        1 |           |
                     orders | node_b | 10.0.0.2:5432 | standby | false   | 0/3000000 |        1 |      4096 |
                    (2 rows)
                    """);
        }

        @Test
        void ofMovesAreOneRowAfterTheProgress() {
            CommandLineTester.Run run = segue.run("prepare", "orders", "--to", "node_b");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo(
                    """
                     shard  | migration | state | traffic | message
                    --------+-----------+-------+---------+---------------------
                     orders |         3 | MOVED | node_b  | orders is on node_b
                    (1 row)
                    """);
            assertThat(run.err()).matches("\\[ *\\d+\\.\\d{3} s] working on orders\n");
        }

        @Test
        void aVerificationThatFindsSomethingEndsWithOne() {
            CommandLineTester.Run well = segue.run("verify", "orders");
            assertThat(well.exitCode()).isZero();
            assertThat(well.out()).contains("write-probe").contains("tables=Optional.empty, amcheck=false, analyze=false");
            assertThat(well.err()).contains("reading orders");
            CommandLineTester.Run ill = segue.run("verify", "orders", "--tables", "a.b.c,d.e.f", "--amcheck", "--format", "json");
            assertThat(ill.exitCode()).isEqualTo(1);
            assertThat(ill.out()).contains("\"verify\"", "\"findings\"", "[a.b.c, d.e.f]], amcheck=true");
        }

        @Test
        void grantsAreSqlAndAskNobody() {
            CommandLineTester.Run run = segue.run("grants", "--server-version", "17", "--role", "mover");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).startsWith("-- What Segue's role needs").contains("GRANT pg_checkpoint TO mover;");
            assertThat(segue.run("grants", "--server-version", "14").exitCode()).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"shards", "nodes", "clients", "sessions", "migrations", "holds", "config", "steps"})
        void areOneJsonDocumentWithTheRowsUnderTheirName(String verb) {
            CommandLineTester.Run run = segue.run(verb, "--format", "json");
            assertThat(run.exitCode()).isZero();
            assertThat(fieldNames(run.out())).startsWith("command", "exit_code", verb);
            assertThat(run.err()).isEmpty();
        }

        @Test
        void keepTheirTypesInJson() {
            assertThat(withoutWhitespace(segue.run("--format", "json", "steps", "orders").out())).isEqualTo(
                    "{\"command\":\"steps\",\"exit_code\":0,\"steps\":["
                            + "{\"id\":3,\"shard\":\"orders\",\"number\":1,\"step\":\"HOLDING\",\"ms\":1.25},"
                            + "{\"id\":3,\"shard\":\"orders\",\"number\":2,\"step\":\"DRAINING\",\"ms\":12.5}]}");
        }

        @Test
        void ofMovesAreAnObjectInJsonAndProgressGoesToStderr() {
            CommandLineTester.Run run = segue.run("cutover", "orders", "--yes", "--format", "json");
            assertThat(withoutWhitespace(run.out())).isEqualTo(
                    "{\"command\":\"cutover\",\"exit_code\":0,\"result\":{\"shard\":\"orders\",\"migration\":3,\"state\":\"MOVED\","
                            + "\"traffic\":\"node_b\",\"message\":\"ordersisonnode_b\"}}");
            assertThat(run.err()).contains("working on orders");
        }

        @Test
        void ofStatusHaveTwoParts() {
            assertThat(fieldNames(segue.run("status", "--format", "json").out())).contains("shards", "migrations");
        }

        @Test
        void ofStatusCanBeAboutOneShard() {
            assertThat(segue.run("status", "billing").out()).contains("shards:", "migrations:", "(0 rows)").doesNotContain("node_a");
        }

        @Test
        void ofADryRunAreThePlanAndNothingIsDone() {
            CommandLineTester.Run run = segue.run("cutover", "orders", "--dry-run");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("hold orders", "stop node_a", "promote node_b");
            assertThat(subjects.migrations().commands()).isEmpty();
        }

        @Test
        void ofPrecheckAreTheChecksAndTheExitCodeSaysWhetherOneRefuses() {
            CommandLineTester.Run run = segue.run("precheck", "orders", "--problems");
            assertThat(run.exitCode()).isEqualTo(25);
            assertThat(run.out()).contains("bypassing-clients", "SELECT pg_terminate_backend(815)").doesNotContain("target-lag");
        }

        @Test
        void ofPrecheckAreOneJsonDocumentWhateverTheyAre() {
            CommandLineTester.Run run = segue.run("precheck", "orders", "--format", "json");
            assertThat(run.exitCode()).isEqualTo(25);
            assertThat(withoutWhitespace(run.out())).startsWith(
                    "{\"command\":\"precheck\",\"exit_code\":25,\"checks\":[{\"check\":\"target-lag\",\"verdict\":\"ok\",");
            assertThat(segue.run("precheck", "orders", "--allow", "bypassing-clients").exitCode()).isZero();
        }

        @Test
        void ofAPostponedMoveComeWhenItIsToldToGo() {
            segue.run("cutover", "orders", "--yes", "--postpone");
            assertThat(subjects.migrations().terms().getLast().hold()).hasToString("WHEN_TOLD");
            assertThat(segue.run("go", "orders").out()).contains("the move of orders goes on");
        }

        @Test
        void ofReportAreAListOrOneOfThem() {
            assertThat(segue.run("report", "orders").out()).contains("12 | orders | CUTOVER", "11 | orders | PREPARE").contains("(2 rows)");
            assertThat(new CommandLineTester(server.port()).run("report", "--last").out()).isEqualTo("Report 12: CUTOVER\nresult  DONE\n");
            assertThat(new CommandLineTester(server.port()).run("report", "orders", "--last").out()).startsWith("Report 12");
            CommandLineTester.Run json = new CommandLineTester(server.port()).run("report", "--id", "12", "--format", "json");
            assertThat(withoutWhitespace(json.out())).isEqualTo("{\"command\":\"report\",\"exit_code\":0,\"report\":{\"report\":12}}");
            assertThat(new CommandLineTester(server.port()).run("report", "--id", "7").err()).contains("there is no report 7", "SHOW REPORTS");
        }

        @Test
        void ofMovesGoOnInSpiteOfWhatIsAllowed() {
            segue.run("cutover", "orders", "--yes", "--allow", "archiver", "--allow", "ssl");
            assertThat(subjects.migrations().terms().getLast().allowed()).containsExactly("archiver", "ssl");
        }

        @Test
        void ofPauseAndResume() {
            assertThat(segue.run("pause", "orders", "--for", "250ms").out()).contains("PAUSED");
            assertThat(subjects.traffic().limit()).hasMillis(250);
            assertThat(segue.run("resume", "orders").out()).contains("the pause of orders has ended");
        }

        @Test
        void ofTranscriptsAreThoseThatAreBeingTaken() {
            assertThat(segue.run("transcript", "on", "--database", "sh\"op", "--for", "10min", "--lines", "7", "--without-values").out())
                    .contains("database sh\"op").containsPattern("\\b7\\b");
            assertThat(segue.run("transcript", "on", "--client", "12").out()).contains("client 12");
            assertThat(segue.run("transcript", "show").out()).contains("database sh\"op", "client 12", "transcript.log");
            assertThat(segue.run("transcript", "off").out()).contains("(2 rows)");
            assertThat(segue.run("transcript", "show").out()).contains("(0 rows)");
            assertThat(segue.run("transcript", "on").exitCode()).isEqualTo(2);
            assertThat(segue.run("transcript", "on", "--role", "a", "--client", "1").exitCode()).isEqualTo(2);
            assertThat(segue.run("transcript").err()).contains("on, off or show is missing");
        }

        @Test
        void reachShardsWithAnyName() {
            segue.run("abort", "it's \"the\" shard; RESUME orders");
            assertThat(subjects.migrations().commands())
                    .containsExactly(new MigrationCommand.Abort("it's \"the\" shard; RESUME orders"));
        }
    }

    @Nested
    class ExitCodes {

        @ParameterizedTest
        @CsvSource({"FAILED, 18, SG018", "INCOMPLETE, 22, SG022", "REFUSED, 25, SG025"})
        void sayWhereTheTrafficIs(Result result, int exitCode, String sqlState) {
            subjects.migrations().answering(new Outcome(result, "node_a", "READY", "it went wrong", "Something.", "Do this."));
            CommandLineTester.Run run = segue.run("switchback", "orders", "--yes", "--format", "json");
            assertThat(run.exitCode()).isEqualTo(exitCode);
            assertThat(withoutWhitespace(run.out())).startsWith("{\"command\":\"switchback\",\"exit_code\":" + exitCode
                    + ",\"error\":{\"sqlstate\":\"" + sqlState + "\",\"message\":\"itwentwrong\",");
            assertThat(run.err()).contains(
                    "ERROR:  it went wrong",
                    "DETAIL:  Something. The traffic is on node_a; the migration is in state READY.",
                    "HINT:  Do this.");
        }

        @Test
        void ofAnythingElseAreOne() {
            CommandLineTester.Run run = segue.run("pause", "orders", "--for", "for ever");
            assertThat(run.exitCode()).isOne();
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("ERROR:  the timeout \"for ever\" is not a duration");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "cutovr orders", "cutover", "prepare orders", "nodes --format xml", "nodes --timeout soon", "-p x nodes"})
        void ofAWrongCommandLineAreTwo(String arguments) {
            CommandLineTester.Run run = segue.run(arguments.isEmpty() ? new String[0] : arguments.split(" "));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("ERROR:  ", "HINT:  See: segue");
        }

        /** The port is taken, so that nobody else can listen there, and refuses. */
        @Test
        void ofAServerThatIsNotThereAreSix() throws IOException {
            try (Socket taken = new Socket()) {
                taken.bind(new InetSocketAddress("127.0.0.1", 0));
                CommandLineTester.Run run = new CommandLineTester(taken.getLocalPort()).run("nodes");
                assertThat(run.exitCode()).isEqualTo(6);
                assertThat(run.err()).contains(
                        "ERROR:  cannot connect to the console at 127.0.0.1:" + taken.getLocalPort() + " as admin", "HINT:  ");
            }
        }

        @Test
        void ofARoleThatIsNoAdminAreSix() {
            CommandLineTester.Run run = segue.run("nodes", "-U", "stranger");
            assertThat(run.exitCode()).isEqualTo(6);
            assertThat(run.err()).contains("DETAIL:  role \"stranger\" is no admin role", "HINT:  Name it in admin-roles.");
        }

        @Test
        void ofAConnectionLostAreOneAndSayWhatToDo() throws Exception {
            subjects.migrations().slow();
            FutureTask<CommandLineTester.Run> cutover = segue.start("cutover", "orders", "--yes");
            awaitProgress("holding orders");
            server.close();
            CommandLineTester.Run run = cutover.get(60, TimeUnit.SECONDS);
            assertThat(run.exitCode()).isOne();
            assertThat(run.err()).contains("the connection to the proxy was lost", "HINT:  What was begun goes on in the proxy.");
        }
    }

    @Nested
    class Confirmation {

        @Test
        void showsNowAndThenAndAsks() {
            CommandLineTester.Run run = segue.attended("y").run("cutover", "orders");
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).startsWith(
                    """
                     shard  | traffic now | after cutover
                    --------+-------------+---------------
                     orders | node_a      | node_b
                    (1 row)
                    Are you sure? [y/N]\
                    """);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "n", "what?"})
        void isNoUnlessItIsYes(String answer) {
            CommandLineTester.Run run = segue.attended(answer).run("switchback", "orders");
            assertThat(run.exitCode()).isOne();
            assertThat(run.err()).endsWith("ERROR:  switchback was not confirmed: nothing was done\n");
            assertThat(subjects.migrations().commands()).isEmpty();
        }

        @Test
        void cannotBeHadWithoutATerminal() {
            CommandLineTester.Run run = segue.run("cutover", "orders");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("there is no terminal to ask on", "HINT:  Repeat the command with --yes");
            assertThat(subjects.migrations().commands()).isEmpty();
        }
    }

    @Nested
    class CtrlC {

        private FutureTask<CommandLineTester.Run> cutover;

        private void begin(String... more) {
            subjects.migrations().slow();
            List<String> arguments = new ArrayList<>(List.of("cutover", "orders", "--yes"));
            arguments.addAll(List.of(more));
            cutover = segue.start(arguments.toArray(String[]::new));
            awaitProgress("holding orders");
        }

        private CommandLineTester.Run end() throws Exception {
            return cutover.get(60, TimeUnit.SECONDS);
        }

        @Test
        void asksAndAbortsAfterYes() throws Exception {
            segue.attended();
            begin();
            segue.ctrlC();
            awaitProgress("abort the move of orders? [y/N]");
            segue.answer("y");
            CommandLineTester.Run run = end();
            assertThat(run.exitCode()).isEqualTo(18);
            assertThat(run.err()).contains("aborting", "undoing the move of orders", "ERROR:  the cutover was aborted");
        }

        @Test
        void asksAndGoesOnAfterNo() throws Exception {
            segue.attended("n");
            begin();
            segue.ctrlC();
            awaitProgress("the move of orders goes on");
            subjects.migrations().finish();
            assertThat(end().exitCode()).isZero();
            assertThat(subjects.migrations().commands()).containsExactly(new MigrationCommand.Cutover("orders"));
        }

        @Test
        void pressedTwiceLeavesTheMoveAlone() throws Exception {
            segue.attended();
            begin();
            segue.ctrlC();
            awaitProgress("abort the move of orders? [y/N]");
            segue.ctrlC();
            CommandLineTester.Run run = end();
            assertThat(run.exitCode()).isOne();
            assertThat(run.err()).contains("the move of orders goes on in the proxy", "HINT:  Watch it with: segue status orders");
            await().until(() -> server.clients() == 0);
            assertThat(subjects.migrations().commands()).containsExactly(new MigrationCommand.Cutover("orders"));
        }

        @Test
        void whereNobodyCanBeAskedLeavesTheMoveAlone() throws Exception {
            begin();
            segue.ctrlC();
            assertThat(end().exitCode()).isOne();
            assertThat(subjects.migrations().commands()).containsExactly(new MigrationCommand.Cutover("orders"));
        }

        @Test
        void endsAPauseAfterYes() throws Exception {
            segue.attended();
            subjects.traffic().slowDrain();
            FutureTask<CommandLineTester.Run> pause = segue.start("pause", "orders");
            await().until(() -> subjects.traffic().snapshot().owner().equals("pause"));
            segue.ctrlC();
            awaitProgress("abort the pause of orders? [y/N]");
            segue.answer("y");
            assertThat(pause.get(60, TimeUnit.SECONDS).exitCode()).isOne();
            assertThat(subjects.traffic().snapshot().owner()).isEmpty();
        }

        @Test
        void isNotNeededWhenTheTimeIsUp() throws Exception {
            begin("--timeout", "1s");
            CommandLineTester.Run run = end();
            assertThat(run.exitCode()).isEqualTo(18);
            assertThat(run.err()).containsOnlyOnce("aborting; waiting for what comes of it").contains("the cutover was aborted");
        }
    }

    @Nested
    class Connecting {

        @Test
        void followsTheVariablesOfPsql() {
            CommandLineTester.Run run = new CommandLineTester(Map.of(
                            "PGHOST", "127.0.0.1", "PGPORT", Integer.toString(server.port()), "PGUSER", "stranger", "PGPASSWORD", "secret"))
                    .run("nodes");
            assertThat(run.err()).contains("role \"stranger\" is no admin role").doesNotContain("secret");
        }

        @Test
        void takesTheOperatingSystemsUserAndThePoolersPort() {
            assertThat(new CommandLineTester(Map.of("PGHOST", "127.0.0.255", "PGPORT", "")).run("nodes").err())
                    .contains("127.0.0.255:6432 as nobody");
        }

        @Test
        void refusesWhatCannotBe() {
            assertThat(new CommandLineTester(Map.of("PGPORT", "abc")).run("nodes").exitCode()).isEqualTo(2);
            CommandLineTester.Run run = new CommandLineTester(Map.of("PGHOST", "/var/run/postgresql")).run("nodes");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("is a directory of Unix sockets");
        }

        @Test
        void readsThePasswordFromAFile(@TempDir Path directory) throws IOException {
            Path file = Files.writeString(directory.resolve("password"), "from the file\nand more\n");
            assertThat(segue.run("nodes", "--password-file", file.toString()).exitCode()).isZero();
            CommandLineTester.Run run = segue.run("nodes", "--password-file", directory.resolve("none").toString());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("cannot be read");
        }
    }

    @Nested
    class Help {

        @Test
        void namesVerbsExamplesAndExitCodes() {
            assertThat(segue.run("--help").out())
                    .contains("Verbs:", "cutover", "switchback", "Exit codes:", "18   failed", "segue prepare orders --to node_b");
            assertThat(segue.run("cutover", "--help").out()).contains("--dry-run", "--yes", "Exit codes:", "Ctrl-C");
        }

        @Test
        void tellsTheVersion() {
            assertThat(segue.run("--version").out()).matches("segue \\d+\\.\\d+\\.\\d+\\S* \\(Java \\d+\\)\n");
        }
    }

    private void awaitProgress(String text) {
        await().until(() -> segue.errSoFar().contains(text));
    }

    private static String withoutWhitespace(String text) {
        return text.replaceAll("\\s", "");
    }

    /** The keys of the outermost object; fails when {@code text} is not exactly one JSON document. */
    private static List<String> fieldNames(String text) {
        List<String> names = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(text)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                names.add(json.currentName());
                json.nextToken();
                json.skipChildren();
            }
            assertThat(json.nextToken()).isNull();
        } catch (IOException notJson) {
            throw new UncheckedIOException("not JSON: " + text, notJson);
        }
        return names;
    }
}
