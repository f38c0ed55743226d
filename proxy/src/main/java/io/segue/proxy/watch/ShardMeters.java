package io.segue.proxy.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the rare events of one shard: what met a closed gate, holds, moves. Any thread. */
public final class ShardMeters {

    private final Timer wait;
    private final CounterFamily<HoldResult> heldRequests;
    private final CounterFamily<MoveResult> moves;
    private final CounterFamily<StandbyReadResult> standbyReads;
    private final CounterFamily<HookEnd> hooks;
    private final Timer linkWait;
    private final CounterFamily<PoolWaitResult> linkWaits;
    private final MultiGauge steps;
    private final Counter endedTransactions;
    private final Counter readOnlyRefusals;
    private final PrimaryAlarm primaryAlarm = new PrimaryAlarm();
    private final TrafficCounts counts = new TrafficCounts();
    private final AtomicLong lastHoldNanos = new AtomicLong();

    ShardMeters(MeterRegistry registry, String shard) {
        Tags tags = Tags.of("shard", shard);
        this.wait = Timer.builder("segue.hold.wait")
                .description("How long units of work waited at the closed gate")
                .tags(tags)
                .serviceLevelObjectives(TrafficTally.LIMITS.toArray(Duration[]::new))
                .register(registry);
        this.heldRequests = new CounterFamily<>(
                registry, "segue.hold.requests", "Units of work that met a closed gate, by what became of them", tags, "result",
                HoldResult.class);
        this.moves = new CounterFamily<>(registry, "segue.moves", "Cutovers and switchbacks by how they ended", tags, "result", MoveResult.class);
        this.standbyReads = new CounterFamily<>(
                registry, "segue.standby.reads", "Reads that went to the standby of a hold, by what became of them", tags, "result",
                StandbyReadResult.class);
        this.hooks = new CounterFamily<>(
                registry, "segue.hooks", "Programs of the operator that moves have run, by how they ended", tags, "result", HookEnd.class);
        this.linkWait = Timer.builder("segue.pool.wait")
                .description("How long sessions waited for a link of their pool")
                .tags(tags)
                .serviceLevelObjectives(TrafficTally.LIMITS.toArray(Duration[]::new))
                .register(registry);
        this.linkWaits = new CounterFamily<>(
                registry, "segue.pool.waits", "Sessions that found no free link in their pool, by what became of them", tags, "result",
                PoolWaitResult.class);
        this.steps = MultiGauge.builder("segue.move.step")
                .description("How long each step of the last move took")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
        this.endedTransactions = Counter.builder("segue.transactions.ended")
                .description("Open transactions that were rolled back at the end of a drain, where policies.open-transactions says so")
                .tags(tags)
                .register(registry);
        this.readOnlyRefusals = Counter.builder("segue.read.only.refusals")
                .description("Writes that the node which takes the traffic refused as read-only (25006)")
                .tags(tags)
                .register(registry);
        Gauge.builder("segue.primary.alarm", primaryAlarm, alarm -> alarm.text().isPresent() ? 1 : 0)
                .description("1 while the node that takes the traffic is in recovery and refuses writes; worth an alert")
                .tags(tags)
                .strongReference(true)
                .register(registry);
        Gauge.builder("segue.hold.last.duration", lastHoldNanos, nanos -> nanos.get() / 1e9)
                .description("How long the last hold was on")
                .baseUnit("seconds")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /** @param waited is not recorded for {@link HoldResult#REFUSED}, which did not wait */
    public void waited(HoldResult result, Duration waited) {
        heldRequests.count(result);
        counts.waited(result, waited);
        if (result != HoldResult.REFUSED) {
            wait.record(waited);
        }
    }

    /** @param waited is not recorded for {@link PoolWaitResult#REFUSED}, which did not wait */
    public void waitedForLink(PoolWaitResult result, Duration waited) {
        linkWaits.count(result);
        if (result != PoolWaitResult.REFUSED) {
            linkWait.record(waited);
        }
    }

    public void readOnStandby(StandbyReadResult result) {
        standbyReads.count(result);
    }

    public void hookEnded(HookEnd end) {
        hooks.count(end);
    }

    /** An open transaction was rolled back at the end of a drain. */
    public void transactionEnded() {
        endedTransactions.increment();
    }

    /** The node that takes the traffic has refused a write as read-only. */
    public void saidReadOnly() {
        readOnlyRefusals.increment();
        primaryAlarm.doubt();
    }

    public PrimaryAlarm primaryAlarm() {
        return primaryAlarm;
    }

    /** Segue itself has sent an error to a client of this shard. */
    public void told(String sqlState, String message) {
        counts.told(sqlState + " " + message);
    }

    /** What the shard's clients have met so far. */
    public TrafficTally tally() {
        return counts.tally();
    }

    /** A hold of the gate is over. */
    public void holdEnded(Duration duration) {
        lastHoldNanos.set(duration.toNanos());
    }

    /** @param done the steps of this move, which replace those of the one before */
    public void moved(MoveResult result, List<Step> done) {
        moves.count(result);
        steps.register(done.stream().map(Step::row).toList(), true);
    }

    /** How long one step of a move took. */
    public record Step(String name, Duration duration) {

        private MultiGauge.Row<Number> row() {
            return MultiGauge.Row.of(Tags.of("step", name), duration.toNanos() / 1e9);
        }
    }
}
