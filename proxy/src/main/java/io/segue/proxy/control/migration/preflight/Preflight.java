package io.segue.proxy.control.migration.preflight;

import io.segue.proxy.control.migration.step.StepContext;
import io.segue.proxy.control.migration.step.StepException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The preflights: which checks a command must pass before anything is done. */
public final class Preflight {

    private Preflight() {}

    /** Before a standby is made. */
    public static PreflightReport ofPrepare(StepContext context) throws InterruptedException {
        try (Scene scene = new Scene(context)) {
            return judge(Catalogue.PREPARE, scene);
        }
    }

    /** Before the traffic moves, either way. */
    public static PreflightReport ofMove(StepContext context) throws InterruptedException {
        try (Scene scene = new Scene(context)) {
            scene.begin();
            return judge(Catalogue.MOVE, scene);
        }
    }

    /** Before the node without traffic is put away: the other one must be proved. */
    public static PreflightReport ofCleanup(StepContext context) throws InterruptedException {
        try (Scene scene = new Scene(context)) {
            return judge(Catalogue.CLEANUP, scene);
        }
    }

    /**
     * Right before the fence: what may have changed since the preflight, such as a parameter of the source that has paused the replay.
     *
     * @throws StepException.Failed when something stands in the way now
     */
    public static void inWindow(StepContext context) throws StepException.Failed, InterruptedException {
        try (Scene scene = new Scene(context)) {
            scene.beginWindow();
            PreflightReport report = judge(Catalogue.WINDOW, scene);
            if (!report.passed()) {
                throw new StepException.Failed(
                        "refused by the last look before the fence: " + report.refusals().size() + " of " + report.checks().size() + " checks",
                        report.findings(),
                        report.advice());
            }
        }
    }

    private static PreflightReport judge(List<Rule> rules, Scene scene) throws InterruptedException {
        long begin = System.nanoTime();
        List<Check> checks = new ArrayList<>();
        Catalogue.objection(scene.context().window().terms().allowed()).ifPresent(checks::add);
        Unmade unmade = new Unmade();
        for (Rule rule : rules) {
            try {
                checks.add(allowed(rule, rule.check(scene), scene));
            } catch (Asked.Unanswered e) {
                unmade.add(rule, e);
            }
        }
        unmade.check().ifPresent(checks::add);
        return new PreflightReport(checks, Duration.ofNanos(System.nanoTime() - begin), scene.knownPrediction());
    }

    private static Check allowed(Rule rule, Check check, Scene scene) {
        boolean allowed = check.refuses() && scene.context().window().terms().allow(rule.name());
        return allowed ? rule.consequence().map(check::allowedWith).orElse(check) : check;
    }
}
