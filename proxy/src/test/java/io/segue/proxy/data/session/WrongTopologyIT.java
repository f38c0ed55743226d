package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.topology.PrimaryWatch;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.StandbyPair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** The traffic goes to a node that is in recovery: who notices, and who does not. Real servers. */
class WrongTopologyIT {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final AtomicInteger questions = new AtomicInteger();
    private DataPlane plane;
    private PrimaryWatch watch;

    @BeforeEach
    void startProxy() {
        plane = new DataPlane(StandbyPair.primary(), StandbyPair.standby());
        Shard shard = new Shard("main", List.of("postgres"), List.of(plane.nodeA, plane.nodeB));
        watch = new PrimaryWatch(shard, plane.gate, this::inRecovery, plane.shardMeters.primaryAlarm(), PAUSE);
    }

    @AfterEach
    void stopProxy() {
        watch.close();
        plane.close();
    }

    @Test
    void aWriteThatARecoveringNodeRefusesRaisesTheAlarmUntilTheTrafficIsRight() throws Exception {
        plane.moveToB();
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            assertThat(statement.execute("SELECT 1")).isTrue();
            assertThat(questions).as("nobody is asked before a refusal").hasValue(0);

            long began = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(() -> statement.execute("CREATE TABLE never (n int)")).satisfies(WrongTopologyIT::isReadOnly);
            }

            await().until(() -> plane.shardMeters.primaryAlarm().text().isPresent());
            assertThat(plane.shardMeters.primaryAlarm().text()).hasValueSatisfying(text -> assertThat(text).contains("node_b", "25006"));
            assertThat(alarm()).isEqualTo(1);
            assertThat(refusals()).isEqualTo(50);
            long pauses = (System.nanoTime() - began) / PAUSE.toNanos();
            assertThat(questions.get()).as("a question for each pause, not for each refusal").isLessThanOrEqualTo(Math.toIntExact(pauses) + 2);
        }

        plane.gate.release(plane.gate.route().movedTo(plane.nodeA));

        await().until(() -> plane.shardMeters.primaryAlarm().text().isEmpty());
        assertThat(alarm()).isZero();
    }

    @Test
    void aSessionThatWantsToOnlyReadIsNoAlarm() throws Exception {
        try (Connection connection = plane.connect(Map.of("options", "-c default_transaction_read_only=on"));
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("CREATE TABLE never (n int)")).satisfies(WrongTopologyIT::isReadOnly);

            await().until(() -> questions.get() > 0);
            assertThat(refusals()).isEqualTo(1);
            // The second question is asked behind the answer to the first.
            assertThatThrownBy(() -> statement.execute("CREATE TABLE never (n int)")).satisfies(WrongTopologyIT::isReadOnly);
            await().until(() -> questions.get() > 1);
        }
        assertThat(plane.shardMeters.primaryAlarm().text()).isEmpty();
    }

    private boolean inRecovery(Node node) throws NodeException {
        questions.incrementAndGet();
        PostgresServer server = node.equals(plane.nodeA) ? StandbyPair.primary() : StandbyPair.standby();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            rows.next();
            return rows.getBoolean(1);
        } catch (SQLException e) {
            throw new NodeException(e.getMessage(), e);
        }
    }

    private double alarm() {
        return plane.registry.get("segue.primary.alarm").tag("shard", "main").gauge().value();
    }

    private double refusals() {
        return plane.registry.counter("segue.read.only.refusals", "shard", "main").count();
    }

    private static void isReadOnly(Throwable failure) {
        assertThat(failure).isInstanceOf(PSQLException.class);
        assertThat(((PSQLException) failure).getSQLState()).isEqualTo("25006");
    }
}
