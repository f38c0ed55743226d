package io.segue.proxy.control.migration;

import io.segue.proxy.config.Hook;
import io.segue.proxy.control.migration.hook.HookResult;
import io.segue.proxy.control.migration.hook.HookWords;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.report.MoveReport;
import io.segue.proxy.control.migration.step.Site;
import java.util.Optional;
import java.util.Set;

/**
 * The hook at the end of a move: {@code success} when the traffic is on the target, though something may be left to do there, and
 * {@code failure} when it is on the source. The move is over: whatever becomes of the program, nothing follows from it but a line in the
 * report.
 *
 * <p>A proxy that crashes at the very end may run it twice or not at all. The thread of the migration.
 */
final class ClosingHook {

    /** What was done in a command that ran no further than a preflight, or prepared or put away a node, was no move. */
    private static final Set<String> OF_A_MOVE = Set.of("TUNING", "REVIVING", "UNDOING", "PROMOTING", "ROUTING", "REJOINING", "VERIFYING");

    private final Site site;

    ClosingHook(Site site) {
        this.site = site;
    }

    void run(long migration, Plan plan, Run run, Outcome outcome) throws InterruptedException {
        if (run.phases().stream().map(MoveReport.Phase::state).noneMatch(OF_A_MOVE::contains)) {
            return;
        }
        Hook hook = outcome.traffic().equals(plan.target()) ? Hook.SUCCESS : Hook.FAILURE;
        int attempt = run.window().attempt();
        HookWords words = new HookWords(hook, site.shard(), plan, migration, outcome.state(), attempt, run.terms().by())
                .ended(outcome.result().name(), outcome.traffic(), outcome.message());
        Optional<HookResult> result = site.hooks().run(hook, attempt, words.all(), () -> false);
        result.ifPresent(it -> {
            run.window().evidence().hooked(it);
            run.note("hook " + it);
        });
    }
}
