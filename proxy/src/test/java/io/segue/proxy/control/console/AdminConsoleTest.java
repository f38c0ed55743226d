package io.segue.proxy.control.console;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.control.migration.Outcome;
import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.ConsoleException;
import io.segue.proxy.testing.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the console answers, without its wire. */
@Timeout(300)
class AdminConsoleTest {

    private final TestSubjects subjects = new TestSubjects();
    private final FakeClient client = new FakeClient();

    @Nested
    class Show {

        @Test
        void shards() throws Exception {
            assertThat(table("SHOW SHARDS")).containsExactly(
                    "shard databases node epoch gate owner held_us sessions inside waiting waiting_bytes warm reading migration alarm policies queued refused",
                    "orders shop,billing node_a 1 OPEN NULL 0 7 2 0 0 1 0 READY NULL "
                            + "unmovable-sessions=refuse open-transactions=abort listen=terminate 0 NULL");
        }

        @Test
        void aNodeThatTakesWritesAndIsRefused() throws Exception {
            subjects.refusePrimary("node_b takes writes on timeline 1");
            assertThat(table("SHOW SHARDS").getLast()).endsWith(" 0 node_b takes writes on timeline 1");
        }

        @Test
        void holdsOnlyWhereSomethingIsHeld() throws Exception {
            assertThat(table("SHOW HOLDS")).hasSize(1);
            subjects.traffic().hold("cutover 3", Duration.ofSeconds(1));
            assertThat(table("SHOW HOLDS")).containsExactly(
                    "shard owner gate held_us inside waiting waiting_bytes reading", "orders cutover 3 HOLDING 1500000 2 3 512 2");
        }

        @Test
        void nodesWithLagAndTraffic() throws Exception {
            assertThat(table("SHOW NODES")).containsExactly(
                    "shard name address role traffic position timeline lag_bytes message",
                    "orders node_a 10.0.0.1:5432 primary t 0/3001000 1 NULL NULL",
                    "orders node_b 10.0.0.2:5432 standby f 0/3000000 1 4096 NULL");
        }

        @Test
        void nodesThatCannotBeReached() throws Exception {
            subjects.asking(TestSubjects::statusOfPrimaryOnly);
            assertThat(table("SHOW NODES"))
                    .contains("orders node_b 10.0.0.2:5432 unreachable f NULL NULL NULL node_b: connection refused");
        }

        @Test
        void nodesThatDoNotAnswerInTimeDoNotHideTheOthers() throws Exception {
            CountDownLatch interrupted = new CountDownLatch(1);
            subjects.asking(node -> {
                if (node.name().equals("node_a")) {
                    return TestSubjects.status(node);
                }
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException expected) {
                    interrupted.countDown();
                }
                throw new IllegalStateException("given up");
            });
            assertThat(table("SHOW NODES")).contains(
                    "orders node_a 10.0.0.1:5432 primary t 0/3001000 1 NULL NULL",
                    "orders node_b 10.0.0.2:5432 unreachable f NULL NULL NULL no answer within 2 s");
            assertThat(interrupted.await(60, TimeUnit.SECONDS)).as("the question is given up").isTrue();
        }

        @Test
        void clients() throws Exception {
            assertThat(table("SHOW CLIENTS")).contains(
                    "1 app shop orders psql 10.1.1.1:5000 scram-sha-256 idle node_a 4711 4712 NULL 2026-01-31 10:20:30.000000+00 0 TLSv1.3 queries dedicated");
        }

        @Test
        void socketsInTheColumnsOfPgBouncer() throws Exception {
            assertThat(table("SHOW SOCKETS")).containsExactly(
                    "type user database replication state addr port local_addr local_port connect_time request_time wait wait_us close_needed ptr link"
                            + " remote_pid tls application_name prepared_statements id thread_id recv_pos pkt_pos pkt_remain send_pos send_remain"
                            + " pkt_avail send_avail node",
                    "C app shop none idle 10.1.1.1 5000 10.0.0.9 6432 2026-01-31 10:20:30.000000+00 NULL 0 0 0 client-1 server-1"
                            + " 0 TLSv1.3 psql 2 1 NULL NULL NULL NULL NULL NULL NULL 300 NULL",
                    "S app shop none idle 10.0.0.1 5432 10.0.0.9 40000 NULL NULL 0 0 0 server-1 client-1"
                            + " 4711  psql 0 1 NULL NULL NULL NULL NULL NULL NULL 0 node_a",
                    "S app shop none spare unix NULL unix NULL NULL NULL 0 0 0 server-1 client-1"
                            + " 4712  psql 0 1 NULL NULL NULL NULL NULL NULL NULL 0 NULL");
        }

        @Test
        void sessionsAndWhetherTheyCanBeMoved() throws Exception {
            assertThat(table("SHOW SESSIONS")).containsExactly(
                    "id client pid database user application shard state movable at_move reason memory_bytes statements",
                    "1 10.1.1.1:5000 4711 shop app psql orders idle no refuses it holds an advisory lock 120 2");
        }

        @Test
        void rulesForLogins() throws Exception {
            assertThat(table("SHOW HBA")).containsExactly(
                    "number type database user address method options",
                    "1 hostssl all +staff 10.0.0.0/8 cert client-certificate=verify-full client-name=CN map=people");
        }

        @Test
        void transcriptsUntilTheyAreEnded() throws Exception {
            assertThat(table("TRANSCRIPT ON FOR DATABASE shop FOR '10min' LIMIT 20 LINES WITHOUT VALUES").getLast())
                    .matches("1 database shop admin 2.* 2.* 0 0 20 0 f .*/transcripts/transcript.log");
            assertThat(table("TRANSCRIPT ON FOR USER app").getLast()).contains(" user app ").contains(" 100000 0 t ");
            assertThat(table("SHOW TRANSCRIPTS")).hasSize(3).first()
                    .isEqualTo("id subject by since until sessions lines line_limit dropped values file");
            assertThat(table("TRANSCRIPT OFF")).hasSize(3);
            assertThat(table("SHOW TRANSCRIPTS")).hasSize(1);
        }

        @Test
        void migrationsAndTheirSteps() throws Exception {
            assertThat(table("SHOW MIGRATIONS")).contains(
                    "3 orders node_a node_b READY node_a f 2048 2026-01-31 10:20:30.123456+00 2026-01-31 10:21:00.000000+00 NULL ready, for a pause of about 150 ms");
            assertThat(table("SHOW STEPS orders"))
                    .containsExactly("id shard number step ms", "3 orders 1 HOLDING 1.25", "3 orders 2 DRAINING 12.5");
            assertThat(table("SHOW STEPS")).hasSize(3);
            assertThat(table("SHOW STEPS billing")).hasSize(1);
        }

        @Test
        void settings() throws Exception {
            assertThat(table("SHOW CONFIG")).containsExactly(
                    "key value default changeable", "limits.hold 3s 3s no", "max_client_conn 100  no");
        }

        @Test
        void limits() throws Exception {
            assertThat(table("SHOW LIMITS")).containsExactly(
                    "name value used peak refused busiest",
                    "clients 100 7 9 2 NULL",
                    "clients-per-database NULL 6 8 0 shop",
                    "half-open-logins 50 3 4 0 NULL",
                    "held-sessions 1000 0 NULL NULL orders");
        }

        /** By these names and in this order those who watch PgBouncer read them. */
        @Test
        void whatExportersOfPgBouncerRead() throws Exception {
            assertThat(table("SHOW POOLS")).containsExactly(
                    "database user cl_active cl_waiting cl_active_cancel_req cl_waiting_cancel_req sv_active sv_active_cancel sv_being_canceled"
                            + " sv_idle sv_used sv_tested sv_login maxwait maxwait_us pool_mode load_balance_hosts held shard pool_size pinned",
                    "shop app 1 0 0 0 0 0 0 1 0 0 0 0 0 dedicated NULL 0 orders 0 0");
            assertThat(table("SHOW DATABASES")).containsExactly(
                    "name host port database force_user pool_size min_pool_size reserve_pool server_lifetime pool_mode load_balance_hosts"
                            + " max_connections current_connections max_client_connections current_client_connections paused disabled shard node",
                    "shop 10.0.0.1 5432 shop NULL 0 0 0 0 dedicated NULL 0 1 0 1 0 0 orders node_a",
                    "billing 10.0.0.1 5432 billing NULL 0 0 0 0 dedicated NULL 0 0 0 0 0 0 orders node_a");
            assertThat(table("SHOW STATS")).containsExactly(
                    "database total_xact_count total_query_count total_received total_sent total_xact_time total_query_time total_wait_time",
                    "shop 11 31 101 2001 NULL NULL NULL");
            assertThat(table("SHOW STATS_TOTALS")).containsExactly(
                    "database xact_count query_count bytes_received bytes_sent xact_time query_time wait_time",
                    "shop 11 31 101 2001 NULL NULL NULL");
            assertThat(table("SHOW LISTS")).contains(
                    "list items", "databases 1", "users 1", "pools 1", "used_clients 1", "login_clients 3", "used_servers 1", "free_servers 1");
        }

        @Test
        void memory() throws Exception {
            List<String> lines = table("SHOW MEM");

            assertThat(lines.getFirst()).isEqualTo("name size used free memtotal");
            assertThat(lines.get(1)).matches("heap 1 [1-9]\\d+ [1-9]\\d+ [1-9]\\d+");
            assertThat(lines.getLast()).isEqualTo("buffers 1 0 0 0");
        }

        @Test
        void theVersionTwice() throws Exception {
            assertThat(table("SHOW VERSION")).containsExactly("version", "Segue 0.1.0");
            assertThat(table("SHOW server_version")).containsExactly("server_version", "15.0 (Segue 0.1.0)");
            assertThat(subjects.console().parameters())
                    .containsEntry("server_version", "15.0 (Segue 0.1.0)")
                    .containsEntry("integer_datetimes", "on")
                    .doesNotContainKey("search_path");
        }

        /** Whatever can be shown or done is explained, with the columns it really has. */
        @ParameterizedTest
        @EnumSource
        void helpNamesEveryTopic(Topic topic) throws Exception {
            String first = table("SHOW " + topic).getFirst().split(" ")[0];
            assertThat(table("SHOW HELP")).anySatisfy(line -> assertThat(line).startsWith("SHOW " + topic).contains(" " + first + " "));
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHOW")
        void helpNamesEveryVerb(Verb verb) throws Exception {
            assertThat(table("SHOW HELP")).anySatisfy(line -> assertThat(line).startsWith(verb.syntax()));
        }
    }

    @Nested
    class Moves {

        @Test
        void answerOneRowAndTellProgress() throws Exception {
            assertThat(table("PREPARE orders TO node_b"))
                    .containsExactly("shard migration state traffic message", "orders 3 MOVED node_b orders is on node_b");
            assertThat(client.notices()).containsExactly("NOTICE working on orders");
            assertThat(subjects.migrations().commands()).containsExactly(new MigrationCommand.Prepare("orders", "node_b"));
        }

        @ParameterizedTest
        @CsvSource({"FAILED, SG018", "INCOMPLETE, SG022", "REFUSED, SG025"})
        void thatDoNotSucceedSayWhereTheTrafficIs(Result result, String sqlState) {
            subjects.migrations().answering(new Outcome(result, "node_a", "READY", "it went wrong", "Something.", "Do this."));
            assertThatThrownBy(() -> table("SWITCHBACK orders")).isInstanceOfSatisfying(ConsoleException.class, failure -> {
                assertThat(failure.sqlState()).isEqualTo(sqlState);
                assertThat(failure).hasMessage("it went wrong");
                assertThat(failure.detail()).isEqualTo("Something. The traffic is on node_a; the migration is in state READY.");
                assertThat(failure.hint()).isEqualTo("Do this.");
            });
        }

        @Test
        void areGivenByWhoeverAsksAndOnHisTerms() throws Exception {
            table("CUTOVER orders ALLOW archiver");
            assertThat(subjects.migrations().terms()).containsExactly(new Terms(client.user(), Set.of("archiver"), Terms.Hold.WHEN_READY));
        }

        @Test
        void thatWerePostponedAreToldToGo() throws Exception {
            assertThat(table("GO orders")).containsExactly("shard state traffic message", "orders WARMING node_a the move of orders goes on");
            assertThatThrownBy(() -> table("GO billing")).hasMessage("no move is postponed");
        }

        @Test
        void areCheckedBeforehand() throws Exception {
            assertThat(table("PRECHECK orders"))
                    .containsExactly(
                            "check verdict finding advice allowed",
                            "target-lag ok 0 bytes behind NULL f",
                            "bypassing-clients refuse 1 on node_a SELECT pg_terminate_backend(815) f");
            assertThat(table("PRECHECK orders ALLOW bypassing-clients")).last().asString().contains("warn").endsWith(" t");
        }

        @Test
        void tryDryWithoutDoingAnything() throws Exception {
            assertThat(table("CUTOVER orders DRY RUN")).containsExactly("plan", "hold orders", "stop node_a", "promote node_b");
            assertThat(subjects.migrations().commands()).isEmpty();
        }

        @Test
        void areAbortedByACancelAndThenSayWhatBecameOfThem() throws Exception {
            subjects.migrations().slow();
            RunningStatement cutover = start("CUTOVER orders");
            cutover.awaitNotice("NOTICE holding orders");
            cutover.interrupt();
            assertThatThrownBy(cutover::await).hasCauseInstanceOf(ConsoleException.class).hasMessageContaining("the cutover was aborted");
            assertThat(client.notices()).contains("NOTICE abort requested", "NOTICE undoing the move of orders");
        }

        @Test
        void goOnPastThePointOfNoReturnAlsoWhenCancelled() throws Exception {
            subjects.migrations().slow().pastReturn();
            RunningStatement cutover = start("CUTOVER orders");
            cutover.awaitNotice("NOTICE holding orders");
            cutover.interrupt();
            cutover.awaitNotice("WARNING the abort did not succeed: the point of no return is passed");
            subjects.migrations().finish();
            assertThat(cutover.await()).containsExactly("orders 3 MOVED node_b orders is on node_b");
        }

        @Test
        void goOnWhenTheClientIsGone() throws Exception {
            subjects.migrations().slow();
            RunningStatement cutover = start("CUTOVER orders");
            cutover.awaitNotice("NOTICE holding orders");
            client.hangUp();
            cutover.interrupt();
            assertThatThrownBy(cutover::await).hasCauseInstanceOf(InterruptedException.class);
            assertThat(subjects.migrations().commands()).containsExactly(new MigrationCommand.Cutover("orders"));
        }
    }

    @Nested
    class Clients {

        @Test
        void areEndedByTheirIds() throws Exception {
            assertThat(table("KILL_CLIENT 1"))
                    .containsExactly("id user database application address state", "1 app shop psql 10.1.1.1:5000 idle");
            assertThatThrownBy(() -> table("KILL_CLIENT 2")).isInstanceOfSatisfying(ConsoleException.class, failure -> {
                assertThat(failure.sqlState()).isEqualTo("SG025");
                assertThat(failure).hasMessage("there is no client with id 2");
            });
        }
    }

    @Nested
    class Pauses {

        @Test
        void lastAsLongAsAHoldMayUnlessSaid() throws Exception {
            assertThat(table("PAUSE orders").getLast()).startsWith("orders PAUSED nothing runs on orders");
            assertThat(subjects.traffic().limit()).isEqualTo(Duration.ofSeconds(3));
            assertThat(table("RESUME orders").getLast()).isEqualTo("orders OPEN the pause of orders has ended");
            table("PAUSE orders TIMEOUT '250ms'");
            assertThat(subjects.traffic().limit()).isEqualTo(Duration.ofMillis(250));
        }

        @Test
        void areEndedByResumeWhileTheyStillWait() throws Exception {
            subjects.traffic().slowDrain();
            RunningStatement pause = start("PAUSE orders");
            await().until(() -> subjects.traffic().snapshot().owner().equals("pause"));
            table("RESUME orders");
            assertThatThrownBy(pause::await).hasMessageContaining("the pause of orders ended before what was running did");
        }

        @Test
        void returnWhenNothingRunsAnyMore() throws Exception {
            subjects.traffic().slowDrain();
            RunningStatement pause = start("PAUSE orders");
            await().until(() -> subjects.traffic().snapshot().owner().equals("pause"));
            subjects.traffic().drain();
            assertThat(pause.await()).hasSize(1);
        }

        @Test
        void endWithACancel() throws Exception {
            subjects.traffic().slowDrain();
            RunningStatement pause = start("PAUSE orders");
            await().until(() -> subjects.traffic().snapshot().owner().equals("pause"));
            pause.interrupt();
            assertThatThrownBy(pause::await).hasCauseInstanceOf(InterruptedException.class);
            assertThat(subjects.traffic().snapshot().owner()).isEmpty();
        }

        @Test
        void doNotTakeAMovesPlaceAndDoNotEndIt() {
            subjects.traffic().hold("cutover 3", Duration.ofSeconds(1));
            assertThatThrownBy(() -> table("PAUSE orders")).isInstanceOfSatisfying(ConsoleException.class, failure -> {
                assertThat(failure.sqlState()).isEqualTo("SG025");
                assertThat(failure).hasMessage("orders is held by cutover 3");
            });
            assertThatThrownBy(() -> table("RESUME orders"))
                    .isInstanceOfSatisfying(ConsoleException.class, failure -> assertThat(failure.hint()).startsWith("ABORT orders"));
            assertThat(subjects.traffic().snapshot().owner()).isEqualTo("cutover 3");
        }

        @Test
        void ofWhatIsNotPausedEndHarmlessly() throws Exception {
            assertThat(table("RESUME orders").getLast()).isEqualTo("orders OPEN orders was not paused");
        }

        @Test
        void cannotBeEndedWhereNoPrimaryCouldBeProved() {
            subjects.traffic().refuse();
            assertThatThrownBy(() -> table("RESUME orders")).isInstanceOfSatisfying(ConsoleException.class, failure -> {
                assertThat(failure).hasMessageStartingWith("orders takes no work");
                assertThat(failure.hint()).startsWith("SHOW NODES");
            });
        }

        @Test
        void ofAnUnknownShardNameTheShardsThereAre() {
            assertThatThrownBy(() -> table("PAUSE odrers")).isInstanceOfSatisfying(ConsoleException.class, failure -> {
                assertThat(failure).hasMessage("there is no shard \"odrers\"");
                assertThat(failure.hint()).isEqualTo("The shards are: orders.");
            });
        }
    }

    @Test
    void harmlessStatementsOfDriversAreAccepted() throws Exception {
        assertThat(table("SET extra_float_digits = 3")).isEmpty();
        assertThat(table("SELECT 1")).containsExactly("?column?", "1");
    }

    /** The columns, then the rows; nothing for a statement without columns. */
    private List<String> table(String text) throws ConsoleException, InterruptedException {
        Console.Statement statement = subjects.console().parse(text).getFirst();
        List<String> lines = new CopyOnWriteArrayList<>();
        if (!statement.columns().isEmpty()) {
            lines.add(String.join(" ", statement.columns().stream().map(Console.Column::name).toList()));
        }
        lines.addAll(lines(statement.execute(client)));
        return lines;
    }

    private static List<String> lines(Console.Result result) {
        return result.rows().stream().map(row -> String.join(" ", row.stream().map(String::valueOf).map(AdminConsoleTest::orNull).toList())).toList();
    }

    private static String orNull(String text) {
        return text.equals("null") ? "NULL" : text;
    }

    private RunningStatement start(String text) throws ConsoleException {
        Console.Statement statement = subjects.console().parse(text).getFirst();
        FutureTask<List<String>> task = new FutureTask<>(() -> lines(statement.execute(client)));
        return new RunningStatement(task, Thread.ofVirtual().start(task));
    }

    private final class RunningStatement {

        private final FutureTask<List<String>> task;
        private final Thread thread;

        RunningStatement(FutureTask<List<String>> task, Thread thread) {
            this.task = task;
            this.thread = thread;
        }

        void awaitNotice(String line) {
            Patience.await().until(() -> client.notices().contains(line));
        }

        void interrupt() {
            thread.interrupt();
        }

        List<String> await() throws Exception {
            return task.get(60, TimeUnit.SECONDS);
        }
    }

    private static final class FakeClient implements Console.Client {

        private final List<String> notices = new CopyOnWriteArrayList<>();
        private volatile boolean connected = true;

        List<String> notices() {
            return notices;
        }

        void hangUp() {
            connected = false;
        }

        @Override
        public String address() {
            return "10.0.0.7:51324";
        }

        @Override
        public String user() {
            return "admin";
        }

        @Override
        public void notice(String severity, String message) {
            notices.add(severity + " " + message);
        }

        @Override
        public boolean connected() {
            return connected;
        }
    }
}
