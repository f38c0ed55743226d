package io.segue.proxy.control.console;

import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks several nodes at once and gives each the same short time, so that one that hangs does not hide the others. */
final class NodeAnswers {

    /** A person waits for the table. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** What came of asking one node. */
    sealed interface Answer {

        record Answered(NodeStatus status) implements Answer {}

        record Unreachable(String why) implements Answer {}
    }

    private NodeAnswers() {}

    static Map<Node, Answer> ask(Collection<Node> nodes, NodeInspector inspector, ThreadFactory threads) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        Map<Node, FutureTask<NodeStatus>> asked = new LinkedHashMap<>();
        nodes.forEach(node -> asked.put(node, start(node, inspector, threads)));
        try {
            Map<Node, Answer> answers = new LinkedHashMap<>();
            for (Map.Entry<Node, FutureTask<NodeStatus>> one : asked.entrySet()) {
                answers.put(one.getKey(), await(one.getValue(), deadlineNanos));
            }
            return answers;
        } finally {
            asked.values().forEach(task -> task.cancel(true));
        }
    }

    private static FutureTask<NodeStatus> start(Node node, NodeInspector inspector, ThreadFactory threads) {
        FutureTask<NodeStatus> task = new FutureTask<>(() -> inspector.status(node));
        threads.newThread(task).start();
        return task;
    }

    private static Answer await(FutureTask<NodeStatus> task, long deadlineNanos) throws InterruptedException {
        try {
            return new Answer.Answered(task.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            return new Answer.Unreachable("no answer within " + LIMIT.toSeconds() + " s");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof NodeException nodeException) {
                return new Answer.Unreachable(nodeException.getMessage());
            }
            throw new IllegalStateException("asking a node failed unexpectedly", failure.getCause());
        }
    }
}
