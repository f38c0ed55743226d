package io.segue.proxy.control.topology;

import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.Traffic;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.watch.PrimaryAlarm;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the node that a shard's writes go to whether it is in recovery, when a session was refused with 25006: the session may have asked for
 * READ ONLY itself, or somebody has made a standby of the node past Segue. Only the node knows which. At most one question within each
 * pause, however many doubts there are; while the alarm is on, one in each pause, until it is over.
 *
 * <p>One virtual thread.
 */
public final class PrimaryWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PrimaryWatch.class);

    private final Shard shard;
    private final Traffic traffic;
    private final Question nodes;
    private final PrimaryAlarm alarm;
    private final Duration pause;
    private final Thread thread;

    /** {@code pg_is_in_recovery()} of a node, over Segue's own connection to it. */
    @FunctionalInterface
    public interface Question {

        /** @throws NodeException the node does not answer */
        boolean inRecovery(Node node) throws NodeException;
    }

    /** @param pause between two questions, at least */
    public PrimaryWatch(Shard shard, Traffic traffic, Question nodes, PrimaryAlarm alarm, Duration pause) {
        this.shard = shard;
        this.traffic = traffic;
        this.nodes = nodes;
        this.alarm = alarm;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name("primary-watch " + shard).start(this::watch);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                if (alarm.text().isEmpty()) {
                    alarm.awaitDoubt();
                }
                ask();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            log.debug("primary watch ends shard={}", shard);
        }
    }

    private void ask() {
        GateSnapshot gate = traffic.snapshot();
        Node node = gate.route().node();
        try {
            boolean refuses = nodes.inRecovery(node);
            if (refuses && isStillServedBy(gate)) {
                raise(node);
            } else if (!refuses && alarm.text().isPresent()) {
                alarm.clear();
                log.info("writes are taken again shard={} node={}", shard, node.name());
            }
        } catch (NodeException | RuntimeException e) {
            // What is not known raises nothing and clears nothing.
            log.warn("25006 was met, and the node could not be asked whether it is in recovery shard={} node={} reason=\"{}\"",
                    shard, node.name(), e.getMessage());
        }
    }

    /** A move changes the answer: then the question was about another world. */
    private boolean isStillServedBy(GateSnapshot before) {
        GateSnapshot now = traffic.snapshot();
        return before.state() == GateSnapshot.State.OPEN && now.state() == GateSnapshot.State.OPEN && now.route().equals(before.route());
    }

    private void raise(Node node) {
        String text = node.name() + " is in recovery and refuses writes with 25006, and the traffic goes there";
        if (alarm.text().isEmpty()) {
            log.error("wrong topology shard={} node={} alarm=\"{}\" hint=\"somebody has made it a standby past Segue: see SHOW NODES; promote it"
                    + " again, or start Segue anew when the right node is the primary\"", shard, node.name(), text);
        }
        alarm.raise(text);
    }
}
