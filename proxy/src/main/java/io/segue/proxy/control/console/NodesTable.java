package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;
import static io.segue.proxy.control.console.Table.truth;

import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * SHOW NODES: every node is asked at this moment, all at the same time.
 *
 * <p>{@code role}: primary, standby, or unreachable, with the reason in {@code message}. {@code traffic}: whether the shard's traffic goes
 * there. {@code position}: the insert position of a primary, the last replayed one of a standby. {@code lag_bytes}: how far a standby is
 * behind the shard's primary. NULL where the node did not answer.
 */
final class NodesTable {

    private record Line(Shard shard, Node node, NodeAnswers.Answer answer, Optional<NodeStatus> primary) {

        Optional<NodeStatus> status() {
            return answer instanceof NodeAnswers.Answer.Answered(NodeStatus status) ? Optional.of(status) : Optional.empty();
        }
    }

    private final ConsoleSubjects subjects;
    private final ThreadFactory threads;

    NodesTable(ConsoleSubjects subjects, ThreadFactory threads) {
        this.subjects = subjects;
        this.threads = threads;
    }

    Operation operation() {
        return new Table<>(
                List.of(
                        text("shard", line -> line.shard().name()),
                        text("name", line -> line.node().name()),
                        text("address", line -> line.node().address()),
                        text("role", NodesTable::role),
                        truth("traffic", this::hasTraffic),
                        text("position", line -> line.status().map(NodeStatus::position)),
                        bigint("timeline", line -> line.status().map(NodeStatus::timeline)),
                        bigint("lag_bytes", NodesTable::lag),
                        text("message", NodesTable::message)),
                this::lines);
    }

    private List<Line> lines() throws InterruptedException {
        List<Shard> shards = subjects.shards().shards();
        List<Node> nodes = shards.stream().flatMap(shard -> shard.nodes().stream()).distinct().toList();
        Map<Node, NodeAnswers.Answer> answers = NodeAnswers.ask(nodes, subjects.nodes(), threads);
        return shards.stream().flatMap(shard -> lines(shard, answers).stream()).toList();
    }

    private static List<Line> lines(Shard shard, Map<Node, NodeAnswers.Answer> answers) {
        Optional<NodeStatus> primary = shard.nodes().stream()
                .map(node -> new Line(shard, node, answers.get(node), Optional.empty()).status())
                .flatMap(Optional::stream)
                .filter(status -> !status.inRecovery())
                .findFirst();
        return shard.nodes().stream().map(node -> new Line(shard, node, answers.get(node), primary)).toList();
    }

    private static String role(Line line) {
        return line.status().map(status -> status.inRecovery() ? "standby" : "primary").orElse("unreachable");
    }

    private boolean hasTraffic(Line line) {
        return subjects.traffic().apply(line.shard()).route().node().equals(line.node());
    }

    /** A standby that has just replayed what the primary was not yet asked about is not ahead of it. */
    private static Optional<Long> lag(Line line) {
        return line.status()
                .filter(NodeStatus::inRecovery)
                .flatMap(standby -> line.primary().map(primary -> Math.max(0, primary.position().minus(standby.position()))));
    }

    private static Optional<String> message(Line line) {
        return switch (line.answer()) {
            case NodeAnswers.Answer.Unreachable(String why) -> Optional.of(why);
            case NodeAnswers.Answer.Answered(NodeStatus status) ->
                Optional.of("replay is paused").filter(_ -> status.inRecovery() && status.replayPaused());
        };
    }
}
