package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.hook.HookResult;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.report.MoveReport;
import io.segue.proxy.control.migration.report.ReportStore;
import io.segue.proxy.control.migration.step.Site;
import io.segue.proxy.control.migration.verify.Finding;
import io.segue.proxy.control.migration.verify.Probes;
import io.segue.proxy.watch.TrafficTally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Has a command carried out and keeps a report of what came of it. The thread of the migration. */
final class Reporter {

    private final Site site;
    private final Chronicle chronicle;
    private final ReportStore store;
    private final Probes probes;
    private final Supplier<TrafficTally> tally;
    private final ClosingHook closingHook;

    /**
     * @param probes asked after a move that ended well
     * @param tally of the shard, as of now
     */
    Reporter(Site site, Chronicle chronicle, ReportStore store, Probes probes, Supplier<TrafficTally> tally) {
        this.site = site;
        this.chronicle = chronicle;
        this.store = store;
        this.probes = probes;
        this.tally = tally;
        this.closingHook = new ClosingHook(site);
    }

    /** The work to report on. */
    @FunctionalInterface
    interface Work {
        Outcome carryOut(Run run) throws InterruptedException;
    }

    /** What is called what in reports. */
    static String nameOf(MigrationCommand command) {
        return command.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    /** A command that made no sense is no attempt, and there is nothing to report. */
    Outcome reporting(String command, Run run, Work work) throws InterruptedException {
        TrafficTally before = tally.get();
        Instant began = site.clock().now();
        Outcome outcome = probed(run, work.carryOut(run));
        if (run.plan().isPresent()) {
            Plan plan = run.plan().get();
            closingHook.run(migration(), plan, run, outcome);
            keep(report(command, plan, began, run, outcome, tally.get().since(before)), run);
        }
        return outcome;
    }

    /** A move that ended well is not well when the shard does not answer the operator's questions as it must. */
    private Outcome probed(Run run, Outcome outcome) {
        boolean moved = outcome.result() == Outcome.Result.DONE && run.plan().filter(it -> it.target().equals(outcome.traffic())).isPresent();
        if (!moved) {
            return outcome;
        }
        List<Finding> findings = probes.ask(site.node(outcome.traffic()));
        findings.forEach(it -> {
            run.note(it.check() + ": " + it.finding());
            run.window().evidence().remark(it.check() + ": " + it.finding());
        });
        List<Finding> failed = findings.stream().filter(it -> it.verdict() == Finding.Verdict.FAILED).toList();
        return failed.isEmpty() ? outcome : Answers.probesFailed(outcome, failed);
    }

    private void keep(MoveReport report, Run run) {
        store.keep(report);
        report.pause().ifPresent(pause -> run.note("pause " + milliseconds(pause) + run.preflight().prediction()
                .map(it -> ", predicted " + milliseconds(it.total()))
                .orElse("")));
        run.note("report " + report.number());
    }

    /** 0 when none was begun. */
    private long migration() {
        return chronicle.ledger().page().map(Ledger.Page::migration).orElse(0L);
    }

    private static String milliseconds(Duration duration) {
        return "%.0f ms".formatted(duration.toNanos() / 1e6);
    }

    private MoveReport report(String command, Plan plan, Instant began, Run run, Outcome outcome, TrafficTally met) {
        return new MoveReport(
                store.nextNumber(),
                new MoveReport.Attempt(
                        migration(),
                        plan.shard(),
                        command,
                        run.terms().by(),
                        plan.source(),
                        plan.target(),
                        List.copyOf(run.terms().allowed()),
                        began),
                new MoveReport.Ending(
                        site.clock().now(),
                        outcome.result().name(),
                        outcome.state(),
                        outcome.traffic(),
                        outcome.message(),
                        outcome.detail(),
                        outcome.hint()),
                run.preflight(),
                run.phases(),
                run.window().evidence(),
                met,
                run.window().evidence().hooks().stream().map(HookResult::toString).toList());
    }
}
