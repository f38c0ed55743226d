package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.Admission.Admitted;
import io.segue.proxy.control.migration.journal.JournalException;
import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.machine.Resting;
import io.segue.proxy.control.migration.machine.Revocable;
import io.segue.proxy.control.migration.machine.Tidying;
import io.segue.proxy.control.migration.machine.Working;
import io.segue.proxy.control.migration.preflight.Preflight;
import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.step.Site;
import io.segue.proxy.control.migration.step.StepContext;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.step.WindowSettings;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.route.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;


/**
 * One command of one shard from its admission to its answer: may it be now, does the preflight pass, what must be remembered, and then the
 * runner. One command at a time, on a thread of its own; {@link #plan} on the caller's.
 */
final class CommandWork {

    private final Site site;
    private final Chronicle chronicle;
    private final MigrationObserver observer;
    private final LongSupplier nextMigration;

    CommandWork(Site site, Chronicle chronicle, MigrationObserver observer, LongSupplier nextMigration) {
        this.site = site;
        this.chronicle = chronicle;
        this.observer = observer;
        this.nextMigration = nextMigration;
    }

    Outcome carryOut(MigrationCommand command, Run run) throws InterruptedException {
        return switch (admission(command)) {
            case Admission.Refused(String message, String hint) -> Answers.refused(traffic(), label(), message, "", hint);
            case Admitted admitted -> carryOut(command, admitted, run);
        };
    }

    private Outcome carryOut(MigrationCommand command, Admitted admitted, Run run) throws InterruptedException {
        MigrationState first = admitted.first();
        run.admitted(first.plan());
        StepContext context = context(first, run);
        PreflightReport report = preflight(first, context);
        run.checked(report);
        report.remarkableLines().forEach(run::note);
        if (!report.passed()) {
            return Answers.preflightRefused(traffic(), label(), report);
        }
        if (run.abortRequested()) {
            return Answers.abortedBeforeBegin(traffic(), label());
        }
        String before = traffic();
        try {
            begin(admitted, context);
        } catch (NodeException e) {
            return Answers.refused(before, label(), e.getMessage(), "nothing is done", "make the node answer and repeat the command");
        } catch (JournalException e) {
            return Answers.notWritten(before, label(), e);
        }
        Resting rest = new MigrationRunner(site, chronicle, observer, run).runToRest();
        return Answers.ended(command, rest, before, traffic(), run.failure());
    }

    private void begin(Admitted admitted, StepContext context) throws NodeException, JournalException {
        Optional<Ledger.Page> page = chronicle.ledger().page().filter(_ -> !admitted.newMigration());
        Facts facts = page.map(Ledger.Page::facts).orElse(Facts.NONE);
        if (admitted.first() instanceof Revocable.Tuning) {
            facts = WindowSettings.remember(context, facts).allowing(context.window().terms().allowed());
        }
        Instant startedAt = page.map(Ledger.Page::startedAt).orElse(site.clock().now());
        chronicle.ledger().clearSteps();
        chronicle.begin(
                page.map(Ledger.Page::migration).orElseGet(nextMigration::getAsLong), startedAt, admitted.first(), facts);
    }

    /** What the command would do now, and what preflight says. */
    List<String> plan(Order order) {
        return switch (admission(order.command())) {
            case Admission.Refused(String message, String hint) -> List.of("refuse  " + message + " -- " + hint);
            case Admitted(MigrationState _, MigrationState first) -> plan(first, order.terms());
        };
    }

    /** What preflight says before the next command of the shard. */
    PreflightReport precheck(Terms terms) throws InterruptedException {
        return switch (admission(nextCommand())) {
            case Admission.Refused(String message, String hint) -> PreflightReport.refused(message, hint);
            case Admitted(MigrationState _, MigrationState first) -> preflight(first, context(first, new Run(terms)));
        };
    }

    private MigrationCommand nextCommand() {
        String shard = site.shard().name();
        return switch (chronicle.ledger().page().map(Ledger.Page::state).orElse(null)) {
            case Resting.Moved _ -> new MigrationCommand.Switchback(shard);
            case Resting.Created _, Resting.Done _, Resting.Abandoned _ -> new MigrationCommand.Prepare(shard, otherNode());
            case Resting.Alone(Plan plan) -> new MigrationCommand.Prepare(shard, plan.target());
            case null -> new MigrationCommand.Prepare(shard, otherNode());
            case Resting.Ready _, Working _ -> new MigrationCommand.Cutover(shard);
        };
    }

    /** The first one that has no traffic; a shard has at least two, or the answer to this says that it has none. */
    private String otherNode() {
        return site.shard().nodes().stream().map(Node::name).filter(name -> !name.equals(traffic())).findFirst().orElse(traffic());
    }

    private List<String> plan(MigrationState first, Terms terms) {
        List<String> lines = new ArrayList<>();
        lines.add("shard " + site.shard() + ": " + first.plan() + ", traffic is on " + traffic());
        try {
            lines.addAll(preflight(first, context(first, new Run(terms))).lines());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lines.add("refuse  the preflight was interrupted -- repeat the command");
        }
        lines.addAll(PlanText.of(first));
        if (first instanceof Revocable.Tuning) {
            site.hooks().list().forEach(hook -> lines.add("hook       " + hook));
        }
        return lines;
    }

    private static PreflightReport preflight(MigrationState first, StepContext context) throws InterruptedException {
        return switch (first) {
            case Revocable.Copying _ -> Preflight.ofPrepare(context);
            case Revocable.Tuning _ -> Preflight.ofMove(context);
            case Tidying.Cleaning _ -> Preflight.ofCleanup(context);
            case Working _, Resting _ -> PreflightReport.NOTHING;
        };
    }

    private Admission admission(MigrationCommand command) {
        return Admission.of(command, chronicle.ledger().page().map(Ledger.Page::state), site.shard(), traffic());
    }

    private StepContext context(MigrationState state, Run run) {
        long migration = chronicle.ledger().page().map(Ledger.Page::migration).orElse(0L);
        return new StepContext(site, state.plan(), migration, run.window(), run::note, chronicle.ledger()::say, run::abortRequested);
    }

    private String traffic() {
        return site.traffic().route().node().name();
    }

    private String label() {
        return chronicle.ledger().page().map(it -> it.state().label()).orElse("NONE");
    }
}
