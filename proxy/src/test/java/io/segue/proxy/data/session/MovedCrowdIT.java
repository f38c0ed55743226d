package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.control.node.RealCatalog;
import io.segue.proxy.gate.ReadMove;
import io.segue.proxy.testing.ManyClients;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.PostgresServer.StopMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many sessions that have links of their own are held with a write each, the shard moves to its standby, and all are let go at once: to links that were opened
 * before, or to a server where each has to log in. The servers have room for them and a few others, and for nobody else. Nobody is told that there are too many
 * clients, each write happens once, and somebody who wants to look gets in at any time.
 *
 * <p>The whole of it: {@code -Dsegue.crowd.sessions=2000}.
 */
@Timeout(600)
class MovedCrowdIT {

    private static final System.Logger LOG = System.getLogger("moved-crowd");

    private static final int SESSIONS = DataPlane.CROWD;
    /** Reserved for superusers, for Segue's questions and for who looks. */
    private static final int ROOM_FOR_OTHERS = 8;
    private static final Duration LONG = Duration.ofMinutes(10);
    /** With its first message the driver says what it would set otherwise: a SET waits for the release. */
    private static final Map<String, String> WITHOUT_SET = Map.of("assumeMinServerVersion", "9.0", "socketTimeout", "60");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allAreLetGoWithoutTooManyClients(boolean warm) throws Exception {
        try (PostgresServer a = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust")
                .configure("max_connections = " + (SESSIONS + ROOM_FOR_OTHERS)).start()) {
            a.execute("CREATE TABLE done (client int, seq int)");
            RealCatalog.openTo(a);
            try (PostgresServer b = PostgresServer.standbyOf(a).configure("wal_retrieve_retry_interval = 10ms").start();
                    DataPlane plane = new DataPlane(a, b.port(), Authentication.TRUST);
                    ManyClients crowd = ManyClients.logIn(plane.port(), "postgres", PostgresServer.SUPERUSER, SESSIONS)) {
                move(a, b, plane, crowd, warm);
            }
        }
    }

    private static void move(PostgresServer a, PostgresServer b, DataPlane plane, ManyClients crowd, boolean warm) throws Exception {
        if (warm) {
            assertThat(plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS).warm()).isEqualTo(SESSIONS);
        }
        ReadMove move = new ReadMove(plane.nodeB, Map.of("postgres", RealCatalog.of(a)));
        plane.gate.hold("test", LONG, Optional.of(move)).toCompletableFuture().get(60, TimeUnit.SECONDS);
        plane.gate.admitAllReads();
        crowd.send(0, SESSIONS);
        await().until(() -> plane.gate.snapshot().waiting() == SESSIONS);
        assertThat(portThatAnswers(plane)).as("who looks in the hold").isEqualTo(b.port());
        a.stop(StopMode.FAST);
        assertThat(portThatAnswers(plane)).as("who looks when the old server is down").isEqualTo(b.port());
        b.psql("-c", "SELECT pg_promote()");
        assertThat(crowd.answers()).as("answers in the hold").isEmpty();

        long released = System.nanoTime();
        plane.moveToB();
        plane.gate.cool();
        do {
            assertThat(portThatAnswers(plane)).as("who looks behind the release").isEqualTo(b.port());
        } while (crowd.answers().size() < SESSIONS && crowd.errors().isEmpty());
        assertThat(crowd.errors()).isEmpty();
        LOG.log(System.Logger.Level.INFO, "%d sessions, %s: the last is answered %.0f ms behind the release".formatted(
                SESSIONS, warm ? "warm" : "cold", (crowd.answers().getLast().nanos() - released) / 1e6));
        assertThat(b.log()).doesNotContain("too many clients").doesNotContain("connection slots are reserved");
        assertThat(b.psql("-c", "SELECT count(*) || ' ' || count(DISTINCT client) FROM done")).isEqualTo(SESSIONS + " " + SESSIONS);
    }

    /** Of the server that answers somebody who comes just now. */
    private static int portThatAnswers(DataPlane plane) throws SQLException {
        try (Connection newcomer = plane.connect(WITHOUT_SET); Statement statement = newcomer.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_setting('port')")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
