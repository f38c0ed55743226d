package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.Flush;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Sync;
import io.segue.proxy.control.node.RealCatalog;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.StandbyPair;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that have begun a batch and wait, with no Sync behind it, when a drain's time is up: they are ended like any open transaction, and told.
 * The test is the control; real servers.
 */
class OpenBatchesIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static PostgresServer primary;

    private DataPlane plane;
    private Socket socket;
    private RawClient client;

    @BeforeAll
    static void createTable() {
        primary = StandbyPair.primary();
        RealCatalog.openTo(primary);
        primary.execute("CREATE TABLE batches (n int)");
    }

    @AfterAll
    static void dropTable() {
        primary.execute("DROP TABLE batches");
    }

    @BeforeEach
    void connect() throws Exception {
        primary.execute("TRUNCATE batches");
        plane = new DataPlane(primary, StandbyPair.standby());
        socket = new Socket("127.0.0.1", plane.port());
        client = new RawClient(socket);
        client.logIn();
    }

    @AfterEach
    void disconnect() throws Exception {
        socket.close();
        plane.close();
    }

    /** A statement in a batch. */
    private static List<FrontendMessage> run(String... texts) {
        List<FrontendMessage> messages = new ArrayList<>();
        for (String text : texts) {
            messages.add(new Parse("", text, List.of()));
            messages.add(new Bind("", "", List.of(), List.of(), List.of()));
            messages.add(new Execute("", 0));
        }
        return messages;
    }

    private void send(List<FrontendMessage> messages, FrontendMessage... last) throws IOException {
        List<FrontendMessage> all = new ArrayList<>(messages);
        all.addAll(List.of(last));
        client.send(all.toArray(FrontendMessage[]::new));
    }

    private void hearUpTo(String tag) throws IOException {
        String heard;
        do {
            heard = client.hear();
        } while (!heard.contains(tag));
    }

    private static String rows() {
        return primary.psql("-c", "SELECT coalesce(string_agg(n::text, ',' ORDER BY n), 'none') FROM batches");
    }

    @Test
    void withNoBlockAroundItsSyncHasFailed() throws Exception {
        send(run("INSERT INTO batches VALUES (1)"), new Flush());
        hearUpTo("INSERT 0 1");

        DrainsEnd.ofNewHold(plane, primary);

        client.send(new Sync());
        assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("I");
        plane.releaseAndSettle();
        assertThat(client.answer("INSERT INTO batches VALUES (2)")).contains("INSERT 0 1").endsWith("I");
        assertThat(rows()).isEqualTo("2");
    }

    @Test
    void whatIsStillSentForItIsNotExecuted() throws Exception {
        send(run("INSERT INTO batches VALUES (1)"), new Flush());
        hearUpTo("INSERT 0 1");

        DrainsEnd.ofNewHold(plane, primary);

        send(run("INSERT INTO batches VALUES (2)", "INSERT INTO batches VALUES (3)"), new Sync());
        assertThat(client.awaitReady() + client.status()).contains("40001").doesNotContain("INSERT 0 1").endsWith("I");
        plane.releaseAndSettle();
        send(run("INSERT INTO batches VALUES (4)"), new Sync());
        assertThat(client.awaitReady() + client.status()).contains("INSERT 0 1").endsWith("I");
        assertThat(rows()).isEqualTo("4");
    }

    /** The server has the answers ready and keeps them: without a Flush it need not say anything. */
    @Test
    void withoutAFlushTheAnswersComeAllTheSame() throws Exception {
        send(run("INSERT INTO batches VALUES (1)"));
        await().until(() -> plane.gate.snapshot().inside() == 1);

        DrainsEnd.ofNewHold(plane, primary);

        hearUpTo("INSERT 0 1");
        client.send(new Sync());
        assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("I");
        plane.releaseAndSettle();
        assertThat(rows()).isEqualTo("none");
    }

    @Test
    void inABlockTheBlockHasFailed() throws Exception {
        client.answer("BEGIN");
        client.answer("INSERT INTO batches VALUES (1)");
        send(run("INSERT INTO batches VALUES (2)"), new Flush());
        hearUpTo("INSERT 0 1");

        DrainsEnd.ofNewHold(plane, primary);

        send(run("COMMIT"), new Sync());
        assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("E");
        plane.releaseAndSettle();
        assertThat(client.answer("INSERT INTO batches VALUES (3)")).contains("25P02").endsWith("E");
        assertThat(client.answer("ROLLBACK")).contains("ROLLBACK").endsWith("I");
        assertThat(rows()).isEqualTo("none");
    }

    @Test
    void aBlockThatWasBegunInTheBatchHasFailed() throws Exception {
        send(run("BEGIN", "INSERT INTO batches VALUES (1)"), new Flush());
        hearUpTo("INSERT 0 1");

        DrainsEnd.ofNewHold(plane, primary);

        client.send(new Sync());
        assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("E");
        plane.releaseAndSettle();
        assertThat(client.answer("INSERT INTO batches VALUES (2)")).contains("25P02").endsWith("E");
        assertThat(client.answer("ROLLBACK")).endsWith("I");
        assertThat(rows()).isEqualTo("none");
    }

    @Test
    void whatRunsInItIsCancelledAndToldOnce() throws Exception {
        send(run("INSERT INTO batches VALUES (1)", "SELECT pg_sleep(60)"), new Flush());
        await().until(() -> primary.psql("-c", "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'").equals("1"));

        DrainsEnd.ofNewHold(plane, primary);

        hearUpTo("40001");
        send(run("INSERT INTO batches VALUES (2)"), new Sync());
        assertThat(client.awaitReady() + client.status()).doesNotContain("40001", "INSERT").endsWith("I");
        plane.releaseAndSettle();
        assertThat(rows()).isEqualTo("none");
    }

    @Test
    void whatFailedByItselfIsNotToldTwice() throws Exception {
        send(run("INSERT INTO batches VALUES (1 / 0)"), new Flush());
        hearUpTo("22012");

        DrainsEnd.ofNewHold(plane, primary);

        client.send(new Sync());
        assertThat(client.awaitReady() + client.status()).doesNotContain("40001").endsWith("I");
        plane.releaseAndSettle();
        assertThat(client.answer("INSERT INTO batches VALUES (2)")).contains("INSERT 0 1").endsWith("I");
        assertThat(rows()).isEqualTo("2");
    }

    /** Whoever was told that his COMMIT is done must not be told behind it that nothing was executed. */
    @Test
    void behindItsCommitNothingHasFailed() throws Exception {
        client.answer("BEGIN");
        client.answer("INSERT INTO batches VALUES (1)");
        send(run("COMMIT"), new Flush());
        hearUpTo("COMMIT");

        DrainsEnd.ofNewHold(plane, primary);

        client.send(new Sync());
        await().until(() -> plane.gate.snapshot().waiting() == 1);
        plane.releaseAndSettle();
        assertThat(client.awaitReady() + client.status()).doesNotContain("40001").endsWith("I");
        assertThat(client.answer("INSERT INTO batches VALUES (2)")).contains("INSERT 0 1").endsWith("I");
        assertThat(rows()).isEqualTo("1,2");
    }

    @Test
    void aBlockChainedToItsCommitHasFailed() throws Exception {
        client.answer("BEGIN");
        client.answer("INSERT INTO batches VALUES (1)");
        send(run("COMMIT AND CHAIN"), new Flush());
        hearUpTo("COMMIT");

        DrainsEnd.ofNewHold(plane, primary);

        client.send(new Sync());
        assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("E");
        plane.releaseAndSettle();
        assertThat(client.answer("ROLLBACK")).endsWith("I");
        assertThat(rows()).isEqualTo("1");
    }

    @Test
    void theRestIsAnsweredAfterTheMoveAsWell() throws Exception {
        send(run("INSERT INTO batches VALUES (1)"), new Flush());
        hearUpTo("INSERT 0 1");
        DrainsEnd.ofNewHold(plane, primary);
        plane.moveToB();

        client.send(new Sync());

        assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("I");
        assertThat(client.answer("SELECT current_setting('port')")).contains(Integer.toString(StandbyPair.standby().port())).endsWith("I");
    }

    @Test
    void aBatchThatGoesOnWhenTheHoldIsOverIsLetAlone() throws Exception {
        send(run("INSERT INTO batches VALUES (1)"), new Flush());
        hearUpTo("INSERT 0 1");
        plane.gate.hold("test", LONG);
        plane.releaseAndSettle();

        send(run("INSERT INTO batches VALUES (2)"), new Sync());

        assertThat(client.awaitReady() + client.status()).contains("INSERT 0 1").endsWith("I");
        assertThat(rows()).isEqualTo("1,2");
    }

    /** What was parsed is no part of the transaction, and on the same server nobody parses it again. */
    @Test
    void theUnnamedStatementSurvives() throws Exception {
        client.answer("BEGIN");
        client.send(new Parse("", "INSERT INTO batches VALUES (9)", List.of()), new Sync());
        client.awaitReady();
        DrainsEnd.ofNewHold(plane, primary);

        // A Bind alone, which is refused for the move, and the ROLLBACK by a statement of its own.
        client.send(new Bind("", "", List.of(), List.of(), List.of()), new Execute("", 0), new Sync());
        assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("E");
        plane.releaseAndSettle();
        client.send(new Parse("back", "ROLLBACK", List.of()), new Bind("", "back", List.of(), List.of(), List.of()), new Execute("", 0), new Sync());
        assertThat(client.awaitReady() + client.status()).contains("ROLLBACK").endsWith("I");

        client.send(new Bind("", "", List.of(), List.of(), List.of()), new Execute("", 0), new Sync());
        assertThat(client.awaitReady() + client.status()).contains("INSERT 0 1").endsWith("I");
        assertThat(rows()).isEqualTo("9");
    }

    @Test
    void anAdministratorEndsItsSession() throws Exception {
        send(run("INSERT INTO batches VALUES (1)"), new Flush());
        hearUpTo("INSERT 0 1");

        plane.roster.sessions().forEach(session -> plane.roster.end(session.id()));

        assertThat(client.hear()).contains("57P01");
        await().until(() -> primary.psql("-c", "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'INSERT INTO batches%'").equals("0"));
        assertThat(rows()).isEqualTo("none");
    }
}
