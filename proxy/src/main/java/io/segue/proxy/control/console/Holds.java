package io.segue.proxy.control.console;

import io.segue.proxy.data.console.ConsoleException;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.Traffic;
import io.segue.proxy.route.Shard;
import java.util.stream.Collectors;

/** What PAUSE and RESUME have in common: the shard by its name, its gate, and the name under which the console holds. */
final class Holds {

    /** The owner of a hold by PAUSE, as SHOW HOLDS shows it. */
    static final String PAUSE_OWNER = "pause";

    private final ConsoleSubjects subjects;

    Holds(ConsoleSubjects subjects) {
        this.subjects = subjects;
    }

    /** @throws ConsoleException SG025 when there is no such shard */
    Traffic traffic(String shardName) throws ConsoleException {
        Shard shard = subjects.shards().named(shardName).orElseThrow(() -> unknown(shardName));
        return subjects.traffic().apply(shard);
    }

    private ConsoleException unknown(String shardName) {
        String known = subjects.shards().shards().stream().map(Shard::name).collect(Collectors.joining(", "));
        return ConsoleStates.refused("there is no shard \"" + shardName + "\"", "The shards are: " + known + ".");
    }

    /** The gate is not open, and that cannot be changed by PAUSE or RESUME. */
    static ConsoleException closed(String shardName, GateSnapshot gate) {
        return switch (gate.state()) {
            case REFUSING -> ConsoleStates.refused(
                    shardName + " takes no work: a hold passed its limit and no node could be proved to be the primary",
                    "SHOW NODES shows what the nodes say, SHOW MIGRATIONS what was being done.");
            case OPEN, HOLDING -> heldBy(shardName, gate.owner());
        };
    }

    private static ConsoleException heldBy(String shardName, String owner) {
        return owner.equals(PAUSE_OWNER)
                ? ConsoleStates.refused(shardName + " is paused already", "RESUME " + shardName + " ends the pause.")
                : ConsoleStates.refused(
                        shardName + " is held by " + owner, "ABORT " + shardName + " ends a move; RESUME ends only a pause.");
    }
}
