package io.segue.proxy.control.migration.machine;

import java.util.Optional;

/** Work from the point of no return on. It can only be finished: no way back exists, not even for an operator. */
public sealed interface Committed extends Working {

    @Override
    default Optional<String> writer() {
        return switch (this) {
            case Promoting _ -> Optional.empty();
            case Routing _, Rejoining _, Verifying _ -> Optional.of(plan().target());
        };
    }

    /** The target becomes the primary. What is not known yet is asked again, never given up. */
    record Promoting(Plan plan) implements Committed {}

    /** The new route is stored and the waiting sessions go to the target. */
    record Routing(Plan plan) implements Committed {}

    /** The source starts as a standby of the target; the settings of the window are put back. */
    record Rejoining(Plan plan) implements Committed {}

    /** Proof that the source follows the target and can take the traffic back. */
    record Verifying(Plan plan) implements Committed {}
}
