package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.machine.Resting;
import io.segue.proxy.control.migration.machine.Revocable;
import io.segue.proxy.control.migration.machine.Tidying;
import io.segue.proxy.control.migration.machine.Working;
import io.segue.proxy.control.migration.step.WindowSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a command would do, step by step, with the names of all objects it would touch. */
final class PlanText {

    private PlanText() {}

    /** @param first the state that the command leads to */
    static List<String> of(MigrationState first) {
        Plan plan = first.plan();
        return switch (first) {
            case Revocable.Copying _ -> ofPrepare(plan);
            case Revocable.Tuning _ -> ofMove(plan);
            case Tidying.Cleaning _, Tidying.Discarding _ -> ofPutAway(plan);
            case Working _, Resting _ -> List.of();
        };
    }

    private static List<String> ofPrepare(Plan plan) {
        return List.of(
                "COPYING    slot " + plan.slot() + " on " + plan.source() + "; base backup to " + plan.target(),
                "STREAMING  start " + plan.target() + " as a standby; wait until it streams and its lag is small",
                "READY      nothing else changes; ABORT " + plan.shard() + " drops the slot and stops " + plan.target());
    }

    private static List<String> ofMove(Plan plan) {
        return List.of(
                "TUNING     on " + plan.target() + ": " + assignments(WindowSettings.ON_TARGET) + "; slot " + plan.wayBackSlot()
                        + "; on " + plan.source() + ": " + assignments(WindowSettings.ON_SOURCE),
                "WARMING    checkpoints on " + plan.source() + " and " + plan.target() + "; a spare link to " + plan.target()
                        + " for every session",
                "FENCING    on " + plan.source() + ": primary_conninfo, primary_slot_name = " + plan.wayBackSlot() + ", standby.signal",
                "HOLDING    new units of work wait; running ones end",
                "STOPPING   fast shutdown of " + plan.source() + ", watched in its control file",
                "PROVING    " + plan.target() + " has replayed past the shutdown checkpoint of " + plan.source(),
                "PROMOTING  --- point of no return --- " + plan.target() + " becomes the primary and commits a write",
                "ROUTING    traffic goes to " + plan.target(),
                "REJOINING  " + plan.source() + " starts as a standby of " + plan.target() + "; slot " + plan.slot() + " on "
                        + plan.source() + " is dropped; settings are put back on both",
                "VERIFYING  " + plan.source() + " receives the new timeline and has replayed a marker");
    }

    private static List<String> ofPutAway(Plan plan) {
        return List.of(
                "drop slot " + plan.slot() + " on " + plan.source() + " and slot " + plan.wayBackSlot() + " on " + plan.target(),
                "stop " + plan.target() + "; standby.signal stays, so that it never starts as a primary",
                "nothing is deleted: the data directory of " + plan.target() + " stays as it is");
    }

    private static String assignments(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = '" + setting.getValue() + "'")
                .collect(Collectors.joining(", "));
    }
}
