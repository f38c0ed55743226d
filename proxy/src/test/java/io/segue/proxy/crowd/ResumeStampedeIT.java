package io.segue.proxy.crowd;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.segue.proxy.testing.ManyClients;
import io.segue.proxy.testing.ManyClients.Answered;
import io.segue.proxy.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Very many clients of a pool of few links are held and let go at once, once with its links open and once with each of them to log in anew: none is told
 * of an error, each statement happens once, those who came first are served first, an operator gets in, and the shard beside notices nothing.
 *
 * <p>The whole of it: {@code -Dsegue.crowd.clients=5000 -Dsegue.crowd.links=500}. What a move does with a crowd of sessions that have links of their
 * own is seen in {@code MovedCrowdIT}.
 */
@Isolated("so many clients leave the others nothing of two cores")
@Timeout(600)
class ResumeStampedeIT {

    private static final System.Logger LOG = System.getLogger("resume-stampede");

    private static final int CLIENTS = Integer.getInteger("segue.crowd.clients", 300);
    private static final int LINKS = Integer.getInteger("segue.crowd.links", 30);

    private static final int GROUPS = 5;

    private static ResourceLeakDetector.Level search;

    /** Of the pool. */
    private enum Links {
        /** They are open. */
        WARM,
        /** The server has ended them in the hold. */
        COLD
    }

    @TempDir
    private Path directory;

    /** It takes a stack trace at every touch of a buffer, and there are other tests to find what is lost. */
    @BeforeAll
    static void doNotSearchForLostBuffers() {
        search = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterAll
    static void searchAgain() {
        ResourceLeakDetector.setLevel(search);
    }

    @Test
    void manyClientsOnFewLinks() throws Exception {
        try (Stage stage = new Stage()) {
            stage.pauseAndResume(Links.WARM);
            stage.pauseAndResume(Links.COLD);
            stage.otherShardNoticedNothing();
        }
    }

    private final class Stage implements AutoCloseable {

        private final Shop shop;
        private final Neighbour neighbour;
        private final ManyClients crowd;

        Stage() throws Exception {
            shop = new Shop(directory, "{ database = shop, user = app, mode = transaction, size = " + LINKS + " }", LINKS, CLIENTS + 1);
            try {
                neighbour = new Neighbour(shop);
                try (Connection app = shop.connect("shop", "app"); Statement statement = app.createStatement()) {
                    statement.execute("CREATE TABLE done (client int, seq int)");
                }
                crowd = ManyClients.logIn(shop.port(), "shop", "app", CLIENTS);
            } catch (Exception | AssertionError e) {
                shop.close();
                throw e;
            }
        }

        void pauseAndResume(Links links) throws Exception {
            double before = p99OfARound();
            assertThat(shop.command("PAUSE shop TIMEOUT '10min'").get(60, TimeUnit.SECONDS)).isEqualTo("PAUSED");
            int answered = crowd.answers().size();
            for (int group = 1; group <= GROUPS; group++) {
                crowd.send(CLIENTS * (group - 1) / GROUPS, CLIENTS * group / GROUPS);
                shop.awaitHeld(CLIENTS * group / GROUPS);
            }
            endLinks(links);
            onTheConsole();
            assertThat(crowd.answers()).as("answers in the pause").hasSize(answered);

            long released = System.nanoTime();
            FutureTask<String> resumed = shop.command("RESUME shop");
            do {
                onTheConsole();
                inTheDatabase();
            } while (crowd.answers().size() < answered + CLIENTS && crowd.errors().isEmpty());
            assertThat(crowd.errors()).isEmpty();
            resumed.get(60, TimeUnit.SECONDS);
            List<Answered> answers = crowd.answers().subList(answered, answered + CLIENTS);
            LOG.log(System.Logger.Level.INFO, "%d clients on %d links, %s: the last answered %.0f ms behind the release, mean places %s; p99 of all at once %.0f ms before, %.0f ms behind it"
                    .formatted(CLIENTS, LINKS, links, (answers.getLast().nanos() - released) / 1e6, places(answers), before, p99OfARound()));
            inOrder(answers, links);
            noErrorAndEachStatementOnce();
        }

        /** All of them send at once, and nobody is held. */
        private double p99OfARound() {
            int answered = crowd.answers().size();
            crowd.send(0, CLIENTS);
            crowd.awaitAnswers(answered + CLIENTS);
            assertThat(crowd.errors()).isEmpty();
            double[] sorted = crowd.answers().stream().skip(answered).mapToDouble(Answered::milliseconds).sorted().toArray();
            return sorted[sorted.length * 99 / 100];
        }

        private void endLinks(Links links) {
            if (links == Links.COLD) {
                shop.server().execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
                await().until(() -> shop.server().psql("-c", "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app'").equals("0"));
            }
        }

        private void onTheConsole() throws SQLException {
            try (Connection console = shop.connect("segue", "ops"); Statement statement = console.createStatement();
                    ResultSet rows = statement.executeQuery("SHOW SHARDS")) {
                assertThat(rows.next()).isTrue();
            }
        }

        private void inTheDatabase() throws SQLException {
            try (Connection database = shop.connect("shop", "ops"); Statement statement = database.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1")) {
                assertThat(rows.next()).isTrue();
            }
        }

        private void noErrorAndEachStatementOnce() throws SQLException {
            assertThat(crowd.errors()).isEmpty();
            assertThat(shop.server().log()).doesNotContain("too many clients").doesNotContain("connection slots are reserved");
            try (Connection connection = shop.server().connect(PostgresServer.SUPERUSER, PostgresServer.PASSWORD, "shop");
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT client, count(*), count(DISTINCT seq), max(seq) FROM done GROUP BY client")) {
                int clients = 0;
                while (row.next()) {
                    clients++;
                    assertThat(List.of(row.getInt(2), row.getInt(3), row.getInt(4))).as("rows of client %s", row.getInt(1))
                            .containsOnly(crowd.acknowledged(row.getInt(1)));
                }
                assertThat(clients).isEqualTo(CLIENTS);
            }
        }

        void otherShardNoticedNothing() throws Exception {
            neighbour.end();
            assertThat(shop.metAClosedGate("next")).as("statements of the other shard that met a closed gate").isZero();
        }

        @Override
        public void close() throws SQLException {
            try (shop; neighbour; crowd) {
                neighbour.over = true;
            }
        }
    }

    /**
     * On many links at once nobody is answered exactly in his turn, but each group well before the one after the next. Who opens a link by logging in is served
     * when it is open, and those behind him on the links that are open already: so the first group is left out where there were none.
     */
    private static void inOrder(List<Answered> answers, Links links) {
        List<Double> places = places(answers);
        for (int group = links == Links.COLD ? 1 : 0; group + 2 < GROUPS; group++) {
            assertThat(places.get(group + 2) - places.get(group)).as("between groups of %s", places).isGreaterThan((double) CLIENTS / GROUPS);
        }
    }

    /** Of the groups in which they came, where each was on average in the order of the answers. */
    private static List<Double> places(List<Answered> answers) {
        int number = answers.size();
        double[] sums = new double[GROUPS];
        for (int place = 0; place < number; place++) {
            sums[answers.get(place).client() * GROUPS / number] += place;
        }
        return IntStream.range(0, GROUPS).mapToObj(group -> sums[group] * GROUPS / number).toList();
    }

    /** A client of the other shard, who writes all the time. */
    private static final class Neighbour implements AutoCloseable {

        private final Connection connection;
        private final FutureTask<Integer> work = new FutureTask<>(this::write);
        private volatile boolean over;

        Neighbour(Shop shop) throws SQLException {
            connection = shop.connect("next", "app");
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE row (i int)");
            }
            Thread.ofPlatform().start(work);
        }

        private int write() throws SQLException, InterruptedException {
            int written = 0;
            try (Statement statement = connection.createStatement()) {
                while (!over) {
                    // The others need the machine.
                    TimeUnit.MILLISECONDS.sleep(5);
                    written += statement.executeUpdate("INSERT INTO row VALUES (1)");
                }
            }
            return written;
        }

        void end() throws Exception {
            over = true;
            assertThat(work.get(60, TimeUnit.SECONDS)).isPositive();
        }

        @Override
        public void close() throws SQLException {
            over = true;
            connection.close();
        }
    }
}
