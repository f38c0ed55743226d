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
    private Optional<Succession> decided = Optional.empty();

    @TempDir
    private Path directory;

    @BeforeEach
    void startProxy() {
        proof = new PrimaryProof(this::node, new RouteStore(directory), _ -> decided);
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

    private interface Happening {
        void run() throws Exception;
    }

    /** What the proof says of errors meanwhile. */
    private static List<ILoggingEvent> linesOf(Happening happening) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(PrimaryProof.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            happening.run();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream().filter(line -> line.getLevel() == Level.ERROR).toList();
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
        List<ILoggingEvent> lines = linesOf(() -> {
            assertThat(prove(primary(1), silence())).isEmpty();
            assertThat(prove(primary(1), silence())).isEmpty();
        });
        assertThat(lines).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
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
    void doesNotCompareAStandbyOfAnotherOrigin() throws Exception {
        Answer foreign = () -> new NodeStatus("8", 150_018, true, 9, new Lsn(1), false, Optional.empty());
        assertThat(prove(primary(1), foreign)).contains(A);
    }

    /** Then moving the file away is not enough, and it is said. */
    @Test
    void remembersTheProofAlsoWithoutTheFile() throws Exception {
        assertThat(prove(silence(), primary(2))).contains(B);
        List<ILoggingEvent> lines = linesOf(() -> assertThat(prove(primary(1), silence())).isEmpty());
        assertThat(lines).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("known-from=proof", "newest=2", "move " + new RouteStore(directory).file(SHARD) + " away and start Segue anew"));
    }

    @Test
    void tellsWhomItDoesNotBelieveUntilThatIsOver() throws Exception {
        assertThat(proof.disbelief(SHARD)).isEmpty();
        prove(primary(1), standby(2));
        assertThat(proof.disbelief(SHARD)).contains("node_a takes writes on timeline 1, and timeline 2 has taken its place");
        prove(silence(), standby(2));
        assertThat(proof.disbelief(SHARD)).as("it was stopped").isEmpty();
        prove(primary(1), primary(2));
        assertThat(proof.disbelief(SHARD)).contains("[node_a, node_b] take writes, and only one may");
        prove(silence(), primary(2));
        assertThat(proof.disbelief(SHARD)).isEmpty();
    }

    @Test
    void saysThatThereAreTwoPrimariesOnce() throws Exception {
        List<ILoggingEvent> lines = linesOf(() -> {
            prove(primary(1), primary(2));
            prove(primary(1), primary(2));
        });
        assertThat(lines).singleElement().satisfies(line -> assertThat(line.getFormattedMessage()).startsWith("two-primaries shard=main"));
    }

    @Test
    void aPromotionThatMayHaveHappenedTakesThePlaceOfThePrimaryOfBefore() throws Exception {
        decided = Optional.of(new Succession("node_b", 1, false));
        List<ILoggingEvent> lines = linesOf(() -> assertThat(prove(primary(1), silence())).isEmpty());
        assertThat(lines).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("stale-primary", "node=node_a", "newest=2", "known-from=journal", "see that node_b answers", "move the shard's journal away"));
        assertThat(prove(primary(1), standby(1))).as("it has not happened").contains(A);
        assertThat(prove(primary(1), primary(2))).isEmpty();
        assertThat(prove(silence(), primary(2))).contains(B);
    }

    @Test
    void aPromotionThatHasHappenedIsNotUndoneByAStandby() throws Exception {
        decided = Optional.of(new Succession("node_b", 1, true));
        assertThat(prove(primary(1), silence())).isEmpty();
        assertThat(prove(primary(1), standby(1))).isEmpty();
        assertThat(prove(silence(), primary(2))).contains(B);
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
