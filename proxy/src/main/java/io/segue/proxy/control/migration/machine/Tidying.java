package io.segue.proxy.control.migration.machine;

import java.util.Optional;

/** Work that puts things back or away. */
public sealed interface Tidying extends Working {

    @Override
    default Optional<String> writer() {
        return switch (this) {
            case Reviving _ -> Optional.empty();
            case Undoing _, Discarding _, Cleaning _ -> Optional.of(plan().source());
        };
    }

    /** The source is made the running, unfenced primary that it was. Never given up. */
    record Reviving(Plan plan) implements Tidying {}

    /** The traffic goes on at the source; the settings and the slot of the attempt are put back. */
    record Undoing(Plan plan) implements Tidying {}

    /** A standby that is not wanted any more is stopped and its slot dropped. */
    record Discarding(Plan plan) implements Tidying {}

    /** After a cutover: the node without traffic, here the target of the plan, is put away for good. */
    record Cleaning(Plan plan) implements Tidying {}
}
