package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.machine.Committed;
import io.segue.proxy.control.migration.machine.Migration;
import io.segue.proxy.control.migration.machine.MigrationEvent;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.machine.Resting;
import io.segue.proxy.control.migration.machine.Working;
import io.segue.proxy.route.Shard;
import java.util.Optional;

/** Whether a command means anything in the present state, and if so, which state it leads to. Pure. */
sealed interface Admission {

    /** @param first the state to enter; its plan says which nodes are concerned */
    record Admitted(MigrationState from, MigrationState first) implements Admission {

        boolean newMigration() {
            return from instanceof Resting.Created;
        }
    }

    record Refused(String message, String hint) implements Admission {}

    /**
     * @param present the shard's last migration; empty when there was none
     * @param traffic the node that has the shard's traffic
     */
    static Admission of(MigrationCommand command, Optional<MigrationState> present, Shard shard, String traffic) {
        if (command instanceof MigrationCommand.Prepare(String _, String target)) {
            return ofPrepare(target, present, shard, traffic);
        }
        if (present.isEmpty()) {
            return new Refused("shard " + shard + " has no migration", "PREPARE " + shard + " TO " + otherNode(shard, traffic));
        }
        return admit(command, present.get());
    }

    private static Admission ofPrepare(String target, Optional<MigrationState> present, Shard shard, String traffic) {
        if (shard.node(target).isEmpty()) {
            return new Refused("shard " + shard + " has no node " + target, "its nodes are " + shard.nodes());
        }
        if (target.equals(traffic)) {
            return new Refused("the traffic of shard " + shard + " is on " + target + " already", "name another of " + shard.nodes());
        }
        Plan plan = Plan.out(shard.name(), traffic, target);
        if (present.isEmpty() || present.get() instanceof Resting rest && rest.over()) {
            return admit(new MigrationCommand.Prepare(shard.name(), target), new Resting.Created(plan));
        }
        if (present.get() instanceof Resting.Alone(Plan left) && !left.equals(plan)) {
            return new Refused("the last migration, " + left + ", is not put away", "CLEANUP " + shard);
        }
        return admit(new MigrationCommand.Prepare(shard.name(), target), present.get());
    }

    private static Admission admit(MigrationCommand command, MigrationState from) {
        Optional<MigrationState> first = Migration.next(from, eventOf(command));
        if (first.isPresent()) {
            return new Admitted(from, first.get());
        }
        Plan plan = from.plan();
        return new Refused("the migration " + plan + " of shard " + plan.shard() + " is " + from.label(), hint(command, from));
    }

    private static MigrationEvent eventOf(MigrationCommand command) {
        return switch (command) {
            case MigrationCommand.Prepare _ -> MigrationEvent.PREPARE;
            case MigrationCommand.Cutover _ -> MigrationEvent.CUTOVER;
            case MigrationCommand.Switchback _ -> MigrationEvent.SWITCHBACK;
            case MigrationCommand.Cleanup _ -> MigrationEvent.CLEANUP;
            case MigrationCommand.Abort _ -> MigrationEvent.ABORT;
        };
    }

    private static String hint(MigrationCommand command, MigrationState state) {
        String shard = state.plan().shard();
        return switch (state) {
            case Resting.Ready _ -> "CUTOVER " + shard + ", or ABORT " + shard + " to give up";
            case Resting.Moved _ -> "SWITCHBACK " + shard + " to go back, or CLEANUP " + shard + " to stay";
            case Resting.Alone(Plan plan) -> "PREPARE " + shard + " TO " + plan.target() + ", or CLEANUP " + shard;
            case Resting.Created(Plan plan) -> "PREPARE " + shard + " TO " + plan.target();
            case Resting.Done(Plan plan) -> "PREPARE " + shard + " TO " + plan.target();
            case Resting.Abandoned(Plan plan) -> "PREPARE " + shard + " TO " + plan.target();
            case Committed _ -> "it is past the point of no return and will be finished; then SWITCHBACK " + shard;
            case Working _ ->
                command instanceof MigrationCommand.Abort ? "it is being undone already; wait for it" : "wait for it, or ABORT " + shard;
        };
    }

    private static String otherNode(Shard shard, String traffic) {
        return shard.nodes().stream().map(Object::toString).filter(node -> !node.equals(traffic)).findFirst().orElse("a second node");
    }
}
