package io.segue.proxy.control.migration;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Lineage;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import io.segue.proxy.route.RouteStore;
import io.segue.proxy.route.Shard;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class PrimaryProofTest {

    private static final Node A = new Node("node_a", new Address("127.0.0.1", 5001));
    private static final Node B = new Node("node_b", new Address("127.0.0.1", 5002));
    private static final Shard SHARD = new Shard("main", List.of(), List.of(A, B));
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private interface Answer {
        NodeStatus give() throws NodeException, InterruptedException;
    }

    private final Map<Node, Answer> answers = new HashMap<>();
    private PrimaryProof proof;

    @TempDir
    private Path directory;

    @BeforeEach
    void startProxy() {
        proof = new PrimaryProof(this::node, new RouteStore(directory));
    }

    /** A node that answers one question only. */
    private DatabaseNode node(Node node) {
        return (DatabaseNode) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DatabaseNode.class}, (_, _, _) -> answers.get(node).give());
    }

    private static Answer primary(int timeline) {
        return () -> new NodeStatus("7", 150_018, false, timeline, new Lsn(1), false, Optional.empty());
    }

    private static Answer standby(int timeline) {
        return () -> new NodeStatus("7", 150_018, true, timeline, new Lsn(1), false, Optional.empty());
    }

    private static Answer silence() {
        return () -> {
            throw new NodeException("cannot connect");
        };
    }

    private Optional<Node> prove(Answer ofA, Answer ofB) throws InterruptedException {
        answers.put(A, ofA);
        answers.put(B, ofB);
        return proof.prove(SHARD, LIMIT).map(PrimaryProof.Primary::node);
    }

    @Test
    void findsTheOneThatIsNotInRecovery() throws Exception {
        assertThat(prove(primary(1), standby(1))).contains(A);
        assertThat(prove(standby(2), primary(2))).contains(B);
        assertThat(prove(silence(), primary(2))).contains(B);
    }

    @Test
    void findsNoneAmongStandbysAndSilence() throws Exception {
        assertThat(prove(standby(1), standby(1))).isEmpty();
        assertThat(prove(standby(1), silence())).isEmpty();
        assertThat(prove(silence(), silence())).isEmpty();
    }

    @Test
    void believesNeitherOfTwoPrimaries() throws Exception {
        assertThat(prove(primary(1), primary(2))).isEmpty();
    }

    @Test
    void doesNotBelieveAPrimaryThatAnotherNodeHasOvertaken() throws Exception {
        assertThat(prove(primary(1), standby(2))).isEmpty();
    }

    @Test
    void remembersTheHighestTimeline() throws Exception {
        assertThat(prove(silence(), primary(2))).contains(B);
        assertThat(prove(primary(1), silence())).as("the old primary, brought back by hand").isEmpty();
        assertThat(prove(primary(3), silence())).contains(A);
    }

    /** No memory but the file: the proxy was started a moment ago. */
    @Test
    void doesNotBelieveAPrimaryOlderThanTheStoredOneAndSaysItOnce() throws Exception {
        RouteStore routes = new RouteStore(directory);
        routes.store(SHARD, new Route(B, 2), new Lineage("7", 2));
        Logger logger = (Logger) LoggerFactory.getLogger(PrimaryProof.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            assertThat(prove(primary(1), silence())).isEmpty();
            assertThat(prove(primary(1), silence())).isEmpty();
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list).filteredOn(line -> line.getLevel() == Level.ERROR).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("stale-primary", "node=node_a", "timeline=1", "newest=2", "file=" + routes.file(SHARD), "stop node_a", "move "));
        assertThat(prove(silence(), primary(2))).contains(B);
    }

    @Test
    void believesAnOlderPrimaryWhenTheRouteFileIsMovedAway() throws Exception {
        RouteStore routes = new RouteStore(directory);
        routes.store(SHARD, new Route(B, 2), new Lineage("7", 2));
        assertThat(prove(primary(1), silence())).isEmpty();
        Files.move(routes.file(SHARD), directory.resolve("away"));
        assertThat(prove(primary(1), silence())).contains(A);
    }

    @Test
    void believesAPrimaryOfAnotherOrigin() throws Exception {
        new RouteStore(directory).store(SHARD, new Route(B, 2), new Lineage("8", 2));
        assertThat(prove(primary(1), silence())).contains(A);
    }

    @Test
    void doesNotWaitForANodeThatHangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        answers.put(A, primary(1));
        answers.put(B, () -> {
            never.await();
            throw new NodeException("too late");
        });
        assertThat(proof.prove(SHARD, Duration.ofSeconds(2)).map(PrimaryProof.Primary::node)).contains(A);
        never.countDown();
    }
}
