package io.segue.proxy.control.migration;

import io.segue.proxy.watch.MoveResult;
import io.segue.proxy.watch.ShardMeters;
import io.segue.proxy.watch.ShardMeters.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Tells the meters how each cutover and switchback ended and how long its steps took. */
public final class MoveMeters implements MigrationObserver {

    private final Function<String, ShardMeters> meters;
    private final Map<String, List<Step>> steps = new ConcurrentHashMap<>();

    /** @param meters by the shard's name */
    public MoveMeters(Function<String, ShardMeters> meters) {
        this.meters = meters;
    }

    @Override
    public void stepEnded(String shard, long migration, String state, long nanos, String next) {
        steps.computeIfAbsent(shard, _ -> new ArrayList<>()).add(new Step(state.toLowerCase(Locale.ROOT), Duration.ofNanos(nanos)));
    }

    @Override
    public void ended(MigrationCommand command, Outcome outcome) {
        List<Step> done = steps.remove(command.shard());
        switch (command) {
            case MigrationCommand.Cutover _, MigrationCommand.Switchback _ ->
                meters.apply(command.shard()).moved(result(outcome), done == null ? List.of() : List.copyOf(done));
            case MigrationCommand.Prepare _, MigrationCommand.Cleanup _, MigrationCommand.Abort _ -> { }
        }
    }

    private static MoveResult result(Outcome outcome) {
        return switch (outcome.result()) {
            case DONE -> MoveResult.DONE;
            case FAILED -> MoveResult.FAILED;
            case INCOMPLETE -> MoveResult.INCOMPLETE;
            case REFUSED -> MoveResult.REFUSED;
        };
    }
}
