package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.step.Deadline;
import io.segue.proxy.control.migration.step.StepClock;
import io.segue.proxy.gate.Traffic;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import io.segue.proxy.route.RouteStore;
import io.segue.proxy.route.Shard;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route a shard starts with: the nodes are asked until one is proved to be the primary. The stored route gives the epoch to count
 * on from, and the lineage that a primary must have reached ({@link PrimaryProof}); a store that cannot be read or written costs the memory,
 * not the start.
 */
record StartProof(Shard shard, PrimaryProof proof, RouteStore routes, StepClock clock) {

    private static final Logger LOG = LoggerFactory.getLogger(StartProof.class);
    private static final Duration ONE_PROOF = Duration.ofSeconds(2);
    private static final Duration GAP = Duration.ofMillis(200);
    /** A busy machine starts more slowly than clients should wait for; that becomes a fault when it does not end. */
    private static final Duration SLOW = Duration.ofSeconds(15);

    /** Asks for {@code limit}. */
    Start within(Duration limit) throws InterruptedException {
        Deadline end = Deadline.in(clock, limit);
        Optional<Route> route = ask(lastKnown());
        while (route.isEmpty() && !end.passed()) {
            clock.pause(GAP);
            route = ask(lastKnown());
        }
        return route.isPresent()
                ? new Start.Proved(route.get())
                : unproved("none of " + shard.nodes() + " is proved to be the primary");
    }

    Start unproved(String why) {
        Route last = lastKnown();
        LOG.warn("start-unproved shard={} last={} why=\"{}\": its clients are refused until a node is proved", shard, last, why);
        return new Start.Unproved(last, why);
    }

    /** Asks until a node is proved, and lets the traffic go there; says once that it takes too long. */
    void releaseWhenProved(Traffic traffic) throws InterruptedException {
        Deadline slow = Deadline.in(clock, SLOW);
        boolean told = false;
        Optional<Route> route = ask(traffic.route());
        while (route.isEmpty()) {
            if (!told && slow.passed()) {
                LOG.error("still-unproved shard={} nodes={} hint=\"its clients are refused: see that one of the nodes runs as the primary and"
                        + " that role and password of segue.role open it\"", shard, shard.nodes());
                told = true;
            }
            clock.pause(GAP);
            route = ask(traffic.route());
        }
        traffic.release(route.get());
    }

    private Optional<Route> ask(Route last) throws InterruptedException {
        return proof.prove(shard, ONE_PROOF).map(primary -> provedAt(primary, last));
    }

    private Route lastKnown() {
        Route initial = new Route(shard.nodes().getFirst(), 1);
        try {
            return routes.load(shard).orElse(initial);
        } catch (IOException e) {
            LOG.error("route-unreadable shard={} reason=\"{}\"", shard, e.getMessage());
            return initial;
        }
    }

    private Route provedAt(PrimaryProof.Primary primary, Route last) {
        Node node = primary.node();
        Route route = last.node().equals(node) ? last : last.movedTo(node);
        try {
            routes.store(shard, route, primary.lineage());
        } catch (IOException e) {
            LOG.error("route-not-stored shard={} route={} reason=\"{}\"", shard, route, e.getMessage());
        }
        LOG.info("start-proved shard={} route={}", shard, route);
        return route;
    }
}
