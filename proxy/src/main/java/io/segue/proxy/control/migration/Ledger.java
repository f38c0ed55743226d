package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.journal.JournalEntry;
import io.segue.proxy.control.migration.machine.Committed;
import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.step.StepClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known in memory of the last migration of a shard, and what people are shown of it. Written by the migration's thread, read by
 * any.
 */
final class Ledger {

    /** The last state that was entered, with what it takes to go on from there. */
    record Page(long migration, Instant startedAt, Instant updatedAt, MigrationState state, Facts facts, String why) {

        static Page of(JournalEntry entry) {
            return new Page(entry.migration(), entry.startedAt(), entry.at(), entry.state(), entry.facts(), entry.why());
        }
    }

    private final StepClock clock;
    private Optional<Page> page;
    private final List<MigrationStatus.StepTime> steps = new ArrayList<>();
    private long stepBegan;

    Ledger(StepClock clock, Optional<JournalEntry> last) {
        this.clock = clock;
        this.page = last.map(Page::of);
        this.stepBegan = clock.nanos();
    }

    /** Empty when the shard never had a migration. */
    synchronized Optional<Page> page() {
        return page;
    }

    /** A command begins: the steps of the last one are history. */
    synchronized void clearSteps() {
        steps.clear();
    }

    synchronized void turnTo(Page next) {
        page = Optional.of(next);
        stepBegan = clock.nanos();
    }

    /** The work of the present state has ended. */
    synchronized long stepEnded() {
        long nanos = clock.nanos() - stepBegan;
        steps.add(new MigrationStatus.StepTime(page.orElseThrow().state().label(), nanos / 1e6));
        return nanos;
    }

    /** Replaces the message of the present state. */
    synchronized void say(String why) {
        page = page.map(it -> new Page(it.migration(), it.startedAt(), clock.now(), it.state(), it.facts(), why));
    }

    /**
     * @param traffic the node that has the traffic
     * @param seen its remark takes the place of the message when it is not empty
     */
    synchronized Optional<MigrationStatus> status(String traffic, StandbyView.Seen seen) {
        return page.map(it -> {
            Plan plan = it.state().plan();
            return new MigrationStatus(
                    it.migration(),
                    plan.shard(),
                    plan.source(),
                    plan.target(),
                    it.state().label(),
                    traffic,
                    it.state() instanceof Committed,
                    seen.lagBytes(),
                    it.startedAt(),
                    it.updatedAt(),
                    List.copyOf(steps),
                    seen.remark().isEmpty() ? it.why() : seen.remark(),
                    seen.readiness());
        });
    }
}
