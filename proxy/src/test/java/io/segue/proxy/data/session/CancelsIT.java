package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.Roadblock;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cancel ends what it is meant for and nothing else, whenever it arrives. Real servers; a relay keeps cancels on their way as long as a test wants. */
class CancelsIT {

    private static final int CANCELS = Integer.getInteger("segue.cancels", 1500);
    private static final int CLIENTS = 6;

    private static PostgresServer serverA;
    private static PostgresServer serverB;

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void startServers() {
        serverA = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
        serverB = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
    }

    @AfterAll
    static void stopServers() {
        serverA.close();
        serverB.close();
    }

    @AfterEach
    void stopClients() {
        clients.shutdownNow();
    }

    @Test
    void aLateCancelDoesNotMeetTheNextStatement() throws Exception {
        try (CancelRelay relay = new CancelRelay(serverA.port());
                DataPlane plane = new DataPlane(serverB, relay.port(), Authentication.TRUST)) {
            plane.moveToB();
            try (RawSession session = new RawSession(plane.port()); Roadblock block = new Roadblock(serverA)) {
                session.send("SELECT " + Roadblock.WAITS);
                await().until(() -> plane.gate.snapshot().inside() == 1);
                Socket cancel = session.sendCancel();
                relay.awaitCancel();
                block.clear();
                assertThat(session.answer()).isEqualTo("TDCZ");

                session.send("SELECT pg_sleep(0.5)");
                relay.letGo();

                assertThat(session.answer()).isEqualTo("TDCZ");
                assertThat(cancel.getInputStream().readAllBytes()).isEmpty();
                cancel.close();
                await().until(() -> plane.gate.snapshot().inside() == 0);
            }
        }
    }

    @Test
    void aCancelThatNobodyAnswersHasALimit() throws Exception {
        try (CancelRelay relay = new CancelRelay(serverA.port());
                DataPlane plane = new DataPlane(serverB, relay.port(), Authentication.TRUST)) {
            plane.moveToB();
            try (RawSession session = new RawSession(plane.port()); Roadblock block = new Roadblock(serverA)) {
                session.send("SELECT " + Roadblock.WAITS);
                await().until(() -> plane.gate.snapshot().inside() == 1);
                Socket cancel = session.sendCancel();
                relay.awaitCancel();
                block.clear();
                assertThat(session.answer()).isEqualTo("TDCZ");

                session.send("SELECT 1");

                assertThat(session.answer()).as("it goes on when the limit is over").isEqualTo("TDCZ");
                cancel.close();
            }
        }
    }

    /** The statement waits, because Segue asks its server what the session carries; there the cancel would not meet it. */
    @Test
    void aStatementBehindAQuestionOfSeguesOwnIsCancelledAndNeverRuns() throws Exception {
        serverA.execute("CREATE TABLE written (n int)");
        try (DataPlane plane = new DataPlane(serverA, serverB.port(), Authentication.TRUST);
                RawSession session = new RawSession(plane.port());
                Connection blocker = serverA.connect();
                Statement lock = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE pg_catalog.pg_cursors IN ACCESS EXCLUSIVE MODE");
            plane.gate.warm(plane.nodeB, Duration.ofSeconds(30));
            await().until(() -> plane.roster.sessions().getFirst().state().equals("asking"));

            session.send("INSERT INTO written VALUES (1)");
            try (Socket cancel = session.sendCancel()) {
                assertThat(cancel.getInputStream().readAllBytes()).isEmpty();
            }
            blocker.rollback();

            assertThat(session.answer()).isEqualTo("EZ");
            session.send("SELECT 1 / (1 - count(*)) FROM written");
            assertThat(session.answer()).isEqualTo("TDCZ");
        }
    }

    @Test
    void aWrongKeyIsClosedInSilence() throws Exception {
        try (DataPlane plane = new DataPlane(serverA, serverB); Connection connection = plane.connect(); Statement statement = connection.createStatement();
                Roadblock block = new Roadblock(serverA)) {
            int pid = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            Future<Boolean> running = clients.submit(() -> statement.execute("SELECT " + Roadblock.WAITS));
            await().until(() -> plane.gate.snapshot().inside() == 1);

            for (int keyBytes : new int[] {4, 32, 256}) {
                try (Socket socket = new Socket("127.0.0.1", plane.port())) {
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeInt(12 + keyBytes);
                    out.writeInt(80877102);
                    out.writeInt(pid);
                    out.write(new byte[keyBytes]);
                    out.flush();
                    assertThat(socket.getInputStream().readAllBytes()).isEmpty();
                }
            }

            assertThat(running).isNotDone();
            block.clear();
            assertThat(running.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The secrets of two sessions, each with the process of the other. */
    @Test
    void aKeyIsLookedUpByItsProcessAndItsSecret() throws Exception {
        try (DataPlane plane = new DataPlane(serverA, serverB.port(), Authentication.TRUST);
                Stranger one = new Stranger(plane.port()); Stranger other = new Stranger(plane.port());
                Roadblock block = new Roadblock(serverA)) {
            byte[] keyOfOne = logsIn(one);
            byte[] keyOfOther = logsIn(other);
            one.says(Stranger.query("SELECT " + Roadblock.WAITS));
            other.says(Stranger.query("SELECT " + Roadblock.WAITS));
            await().until(() -> plane.gate.snapshot().inside() == 2);

            cancel(plane, ByteBuffer.allocate(8).put(keyOfOne, 0, 4).put(keyOfOther, 4, 4).array());
            cancel(plane, ByteBuffer.allocate(8).put(keyOfOther, 0, 4).put(keyOfOne, 4, 4).array());
            cancel(plane, keyOfOther);

            assertThat(Stranger.sqlState(other.hears('E').text())).isEqualTo("57014");
            other.hears('Z');
            await().until(() -> plane.gate.snapshot().inside() == 1);
            block.clear();
            assertThat(one.hears('C').text()).startsWith("SELECT");
        }
    }

    /** It is dropped here: there is nothing that it could end, and what comes behind it is not meant. */
    @Test
    void aCancelForAnIdleSessionReachesNoServer() throws Exception {
        try (LoginCounter links = new LoginCounter(serverA.port());
                DataPlane plane = new DataPlane(serverB, links.port(), Authentication.TRUST)) {
            plane.moveToB();
            try (Stranger idle = new Stranger(plane.port())) {
                byte[] key = logsIn(idle);
                int before = links.logins();

                cancel(plane, key);

                idle.says(Stranger.query("SELECT pg_sleep(0.2)"));
                assertThat(idle.hears('C').text()).startsWith("SELECT");
                assertThat(links.logins()).isEqualTo(before);
            }
        }
    }

    /** @return process and secret */
    private static byte[] logsIn(Stranger client) throws IOException {
        client.says(Stranger.startup("postgres"));
        byte[] key = client.hears('K').body();
        client.hears('Z');
        return key;
    }

    /** Returns when it has been seen to. */
    private static void cancel(DataPlane plane, byte[] key) throws IOException {
        try (Stranger canceller = new Stranger(plane.port())) {
            canceller.says(StartupClient.packet(80877102, key));
            assertThat(canceller.hearsToTheEnd()).isEmpty();
        }
    }

    @Test
    void whileLinksMoveToAndFroNoForeignStatementIsEverCancelled() throws Exception {
        AtomicInteger cancels = new AtomicInteger();
        AtomicInteger met = new AtomicInteger();
        try (DataPlane plane = new DataPlane(serverA, serverB)) {
            List<Future<Integer>> bystanders = new ArrayList<>();
            List<Future<Integer>> targets = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                bystanders.add(clients.submit(work(plane, cancels, statement -> {
                    throw new AssertionError("a bystander was cancelled");
                })));
                targets.add(clients.submit(() -> beCancelled(plane, number, cancels, met)));
            }
            while (cancels.get() < CANCELS && targets.stream().noneMatch(Future::isDone)) {
                plane.gate.hold("test", Duration.ofSeconds(30)).toCompletableFuture().get(60, TimeUnit.SECONDS);
                plane.gate.release(plane.gate.route().movedTo(plane.otherThan(plane.gate.route().node())));
                TimeUnit.MILLISECONDS.sleep(5);
            }
            for (Future<Integer> each : targets) {
                each.get(60, TimeUnit.SECONDS);
            }
            for (Future<Integer> each : bystanders) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isPositive();
            }
        }
        assertThat(cancels).hasValueGreaterThanOrEqualTo(CANCELS);
        assertThat(met).as("cancels that had an effect").hasPositiveValue();
    }

    /** Runs statements of its own until enough cancels were sent to others. */
    private static Callable<Integer> work(DataPlane plane, AtomicInteger cancels, Consumer<SQLException> whenCancelled) {
        return () -> {
            int statements = 0;
            try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
                while (cancels.get() < CANCELS) {
                    try {
                        statement.execute("SELECT pg_sleep(0.002)");
                        statements++;
                    } catch (SQLException e) {
                        whenCancelled.accept(e);
                    }
                }
            }
            return statements;
        };
    }

    /** A session whose statements are cancelled at random instants: each of them ends as asked for, or with 57014 and nothing else. */
    private static Integer beCancelled(DataPlane plane, int number, AtomicInteger cancels, AtomicInteger met) throws Exception {
        Random random = new Random(number);
        try (Connection connection = plane.connect(Map.of("ApplicationName", "target")); Statement statement = connection.createStatement()) {
            Thread canceller = Thread.ofVirtual().start(() -> {
                try {
                    while (cancels.get() < CANCELS) {
                        TimeUnit.MICROSECONDS.sleep(random.nextInt(6_000));
                        statement.cancel();
                        cancels.incrementAndGet();
                    }
                } catch (SQLException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (canceller.isAlive()) {
                try {
                    statement.execute("SELECT pg_sleep(0.004)");
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("57014");
                    met.incrementAndGet();
                }
            }
            canceller.join();
            return cancels.get();
        }
    }
}
