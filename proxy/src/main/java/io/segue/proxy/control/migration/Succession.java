package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.machine.Committed;
import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.route.Lineage;
import java.util.Optional;

/**
 * A promotion that is decided while no route of it is stored: between PROMOTING and the end of ROUTING only the journal knows that the timeline
 * of before may be over.
 *
 * @param target the name of the node that is promoted
 * @param timeline that of before; the target writes one with a higher number
 * @param done whether the target is known to be promoted; else it may be or not
 */
record Succession(String target, int timeline, boolean done) {

    /** Empty in every other state, and when the timeline was not written down. */
    static Optional<Succession> in(MigrationState state, Facts facts) {
        return switch (state) {
            case Committed.Promoting(var plan) when facts.timeline() > 0 -> Optional.of(new Succession(plan.target(), facts.timeline(), false));
            case Committed.Routing(var plan) when facts.timeline() > 0 -> Optional.of(new Succession(plan.target(), facts.timeline(), true));
            default -> Optional.empty();
        };
    }

    /**
     * The lineage that takes the place of {@code writer}'s, or may have taken it; empty when it does not.
     *
     * @param target what the target says of itself, empty when it says nothing. One that is in recovery has not been promoted yet: who took
     *     the writes before may still be the primary.
     */
    Optional<Lineage> after(Lineage writer, Optional<NodeStatus> target) {
        Lineage next = new Lineage(writer.systemIdentifier(), timeline + 1);
        boolean stillStandby = !done && target.filter(NodeStatus::inRecovery).isPresent();
        return stillStandby ? Optional.empty() : Optional.of(next).filter(writer::isOvertakenBy);
    }
}
