package io.segue.proxy.control.migration.report;

import io.segue.proxy.control.migration.preflight.Check;
import io.segue.proxy.control.migration.preflight.PredictedPause;
import io.segue.proxy.control.migration.step.Evidence;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.watch.HoldResult;
import io.segue.proxy.watch.TrafficTally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A report for people: what came of it first, then why one may believe it. */
final class ReportText {

    private static final String UNKNOWN = "not known";

    private final MoveReport report;
    private final List<String> lines = new ArrayList<>();

    private ReportText(MoveReport report) {
        this.report = report;
    }

    static String of(MoveReport report) {
        ReportText text = new ReportText(report);
        text.heading();
        text.pause();
        text.phases();
        text.clients();
        text.evidence();
        text.preflight();
        text.hooks();
        return String.join("\n", text.lines) + "\n";
    }

    private void line(String label, String content) {
        lines.add("%-22s  %s".formatted(label, content).stripTrailing());
    }

    private void heading() {
        MoveReport.Attempt attempt = report.attempt();
        MoveReport.Ending ending = report.ending();
        lines.add("Report %d: %s of shard %s, migration %d".formatted(
                report.number(), attempt.command(), attempt.shard(), attempt.migration()));
        line("asked for by", attempt.by().isEmpty() ? "the proxy itself" : attempt.by());
        line("from, to", attempt.source() + " to " + attempt.target());
        line("began", attempt.began() + ", took " + milliseconds(report.took()));
        line("result", ending.result() + ", rests in " + ending.state() + ", traffic is on " + ending.traffic());
        line("", ending.message());
        optional("detail", ending.detail());
        optional("hint", ending.hint());
        optional("allowed", String.join(", ", attempt.allowed()));
    }

    private void optional(String label, String content) {
        if (!content.isEmpty()) {
            line(label, content);
        }
    }

    private void pause() {
        lines.add("");
        line("pause", report.pause().map(ReportText::milliseconds).orElse("none: nobody was held"));
        line("predicted", report.preflight().prediction().map(PredictedPause::toString).orElse("not predicted"));
        if (report.evidence().holds().size() > 1) {
            line("holds", report.evidence().holds().stream().map(ReportText::milliseconds).collect(Collectors.joining(", ")));
        }
    }

    private void phases() {
        lines.add("");
        report.phases().forEach(phase -> line(phase.state(), milliseconds(phase.took())));
    }

    private void clients() {
        TrafficTally tally = report.tally();
        lines.add("");
        line("met the closed gate", Arrays.stream(HoldResult.values())
                .map(result -> tally.held(result) + " " + result.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", ")));
        for (int i = 0; i < tally.waits().size(); i++) {
            if (tally.waits().get(i) > 0) {
                line("  waited " + limit(i), String.valueOf(tally.waits().get(i)));
            }
        }
        report.evidence().gateAtRelease().ifPresent(gate ->
                line("sessions", gate.sessions() + ", of which " + gate.waiting() + " waited at the release"));
        report.evidence().warmth().ifPresent(warmth -> line(
                "spare links", warmth.warm() + " warm, " + warmth.cold() + " cold, " + warmth.unmovable().size() + " sessions unmovable, "
                        + warmth.ending().size() + " ended by policy"));
        tally.told().forEach((error, count) -> line("told " + count + " times", error));
        line("commits in doubt", String.valueOf(report.commitsInDoubt()));
    }

    private static String limit(int bucket) {
        List<Duration> limits = TrafficTally.LIMITS;
        return bucket < limits.size() ? "up to " + limits.get(bucket).toMillis() + " ms" : "longer";
    }

    private void evidence() {
        Evidence evidence = report.evidence();
        if (evidence.checkpoint().isPresent()) {
            lines.add("");
            line("last checkpoint of", report.attempt().source() + ": " + text(evidence.checkpoint()));
            line("replayed on", report.attempt().target() + ": " + text(evidence.replayed()));
            evidence.parting().ifPresent(this::parting);
        }
        evidence.remarks().forEach(remark -> line("remark", remark));
    }

    private void parting(Evidence.Parting parting) {
        line("timelines", report.evidence().timelineBefore() + " to " + parting.newTimeline() + ", parting at " + text(parting.fork()));
        line("WAL past the fork", parting.bytesPastFork().isPresent()
                ? parting.bytesPastFork().getAsLong() + " bytes (it ends at " + text(parting.walEnd()) + ")"
                : UNKNOWN);
    }

    private static String text(Optional<Lsn> position) {
        return position.map(Lsn::toString).orElse(UNKNOWN);
    }

    private void preflight() {
        if (!report.preflight().checks().isEmpty()) {
            lines.add("");
            line("preflight", report.preflight().checks().size() + " checks in " + report.preflight().took().toMillis() + " ms");
            report.preflight().checks().stream().filter(check -> check.verdict() != Check.Verdict.OK).map(Check::toString).forEach(lines::add);
        }
    }

    private void hooks() {
        report.hooks().forEach(hook -> line("hook", hook));
    }

    private static String milliseconds(Duration duration) {
        return "%.1f ms".formatted(duration.toNanos() / 1e6);
    }
}
