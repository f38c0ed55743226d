package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.journal.Journal;
import io.segue.proxy.control.migration.journal.JournalException;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.migration.machine.Resting;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.machine.Revocable;
import io.segue.proxy.control.migration.machine.Working;
import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.report.ReportStore;
import io.segue.proxy.control.migration.step.Site;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.step.WalPace;
import io.segue.proxy.control.migration.verify.Finding;
import io.segue.proxy.control.migration.verify.Probes;
import io.segue.proxy.control.migration.verify.Verification;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import io.segue.proxy.gate.Traffic;
import io.segue.proxy.watch.TrafficTally;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The desk of a shard: one command at a time, each on a virtual thread that does not care whether its caller is still there. */
final class ShardDesk implements Desk {

    private static final Logger LOG = LoggerFactory.getLogger(ShardDesk.class);

    private final Site before;
    private final Journal journal;
    private final Chronicle chronicle;
    private final Recovery recovery;
    private final MigrationObserver observer;
    private final LongSupplier nextMigration;
    private final Probes probes;
    private final StandbyView standby;
    private final Reporter reporter;
    private volatile Optional<Site> site = Optional.empty();
    private Optional<Run> running = Optional.empty();

    /** @param before the shard's site without traffic */
    ShardDesk(
            Site before,
            Journal journal,
            StartProof proof,
            MigrationObserver observer,
            LongSupplier nextMigration,
            ReportStore reports,
            Probes probes,
            Supplier<TrafficTally> tally) {
        this.before = before;
        this.journal = journal;
        this.chronicle = new Chronicle(journal, new Ledger(before.clock(), journal.last()), before.clock());
        this.recovery = new Recovery(before, chronicle, proof);
        this.observer = observer;
        this.nextMigration = nextMigration;
        this.probes = probes;
        this.standby = new StandbyView(before);
        this.reporter = new Reporter(before, chronicle, reports, probes, tally);
    }

    @Override
    public Start recover(Duration limit) throws InterruptedException {
        return recovery.decide(limit);
    }

    @Override
    public void begin(Traffic traffic) {
        Site live = before.with(traffic);
        site = Optional.of(live);
        if (recovery.unsettled()) {
            LOG.warn("settling shard={} state={}", before.shard(), label());
            takeOn(Terms.NONE, _ -> {}, run -> reporter.reporting("RECOVERY", run, it -> settle(live, traffic, it)));
        }
    }

    private Outcome settle(Site live, Traffic traffic, Run run) throws InterruptedException {
        chronicle.ledger().page().map(it -> it.state().plan()).ifPresent(run::admitted);
        recovery.settle(live, observer, run);
        Outcome outcome = Answers.settled(traffic.route().node().name(), label(), run.failure());
        LOG.warn("settled shard={} state={} why=\"{}\"", before.shard(), outcome.state(), outcome.detail());
        return outcome;
    }

    @Override
    public Outcome run(Order order, Progress progress) throws InterruptedException {
        MigrationCommand command = order.command();
        if (site.isEmpty()) {
            return Answers.refused("", label(), "the proxy is starting", "nothing is done", "repeat the command in a moment");
        }
        if (command instanceof MigrationCommand.Abort) {
            Optional<Run> toAbort = presentRun();
            if (toAbort.isPresent()) {
                return abort(toAbort.get(), progress);
            }
        }
        Optional<Run> run = takeOn(order.terms(), progress, it -> {
            Outcome outcome = reporter.reporting(Reporter.nameOf(command), it, reported -> work().carryOut(command, reported));
            observer.ended(command, outcome);
            return outcome;
        });
        if (run.isEmpty()) {
            return Answers.refused(
                    traffic(),
                    label(),
                    busy(),
                    "nothing is done",
                    "wait for it, or ABORT " + before.shard());
        }
        return outcomeOf(run.get());
    }

    @Override
    public Outcome go() {
        Optional<Run> postponed = presentRun().filter(run -> run.terms().hold() == Terms.Hold.WHEN_TOLD);
        postponed.ifPresent(run -> run.window().tellToGo());
        return postponed.isPresent()
                ? new Outcome(Outcome.Result.DONE, traffic(), label(), "the move of " + before.shard() + " goes on to its hold", "", "")
                : Answers.refused(
                        traffic(), label(), "no move of shard " + before.shard() + " is postponed", "nothing is done",
                        "CUTOVER " + before.shard() + " POSTPONE begins one");
    }

    private synchronized Optional<Run> presentRun() {
        return running;
    }

    /** Empty when another run is under way. */
    private synchronized Optional<Run> takeOn(Terms terms, Progress progress, Reporter.Work work) {
        if (running.isPresent()) {
            return Optional.empty();
        }
        Run run = new Run(terms);
        run.listen(progress);
        running = Optional.of(run);
        run.start("migration " + before.shard(), () -> {
            try {
                return work.carryOut(run);
            } finally {
                finished();
            }
        });
        return running;
    }

    private synchronized void finished() {
        running = Optional.empty();
    }

    private Outcome abort(Run run, Progress progress) throws InterruptedException {
        MigrationState state = chronicle.ledger().page().map(Ledger.Page::state).orElse(null);
        if (state instanceof Working && !(state instanceof Revocable)) {
            return Answers.tooLateToAbort(traffic(), state);
        }
        run.listen(progress);
        run.requestAbort();
        return Answers.aborted(outcomeOf(run));
    }

    private static Outcome outcomeOf(Run run) throws InterruptedException {
        try {
            return run.outcome().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the migration's thread died; the journal and the next start decide", e.getCause());
        }
    }

    @Override
    public List<String> plan(Order order) {
        return site.isPresent() && presentRun().isEmpty()
                ? work().plan(order)
                : List.of("refuse  " + busy() + " -- wait for it");
    }

    @Override
    public PreflightReport precheck(Terms terms) throws InterruptedException {
        return site.isPresent() && presentRun().isEmpty() ? work().precheck(terms) : PreflightReport.refused(busy(), "wait for it");
    }

    @Override
    public List<Finding> verify(VerifyRequest request, Progress progress) throws InterruptedException {
        if (site.isEmpty() || presentRun().isPresent()) {
            return List.of(Finding.refused(busy(), "wait for it"));
        }
        Site live = site.get();
        String primary = traffic();
        Optional<DatabaseNode> standby = chronicle.ledger().page().map(Ledger.Page::state).flatMap(ShardDesk::following).map(Plan::target).map(live::node);
        return new Verification(
                        live.shard().name(), live.node(primary), standby, probes, live.clock(), live.limits().standby().verifyRate(),
                        live.limits().calls().question(), live.stateDirectory(), progress::note)
                .run(request);
    }

    @Override
    public Duration guard() {
        if (site.isEmpty() || presentRun().isPresent()) {
            return WalPace.LONGEST;
        }
        Optional<SlotGuard.Look> look =
                chronicle.ledger().page().map(Ledger.Page::state).flatMap(ShardDesk::keepingWal).map(new SlotGuard(site.get())::guard);
        look.flatMap(SlotGuard.Look::done).ifPresent(chronicle.ledger()::say);
        return look.map(SlotGuard.Look::again).orElse(WalPace.LONGEST);
    }

    /** From the node that serves to the one that it keeps WAL for: also for one that has not come back, and perhaps never will. */
    private static Optional<Plan> keepingWal(MigrationState state) {
        return state instanceof Resting.Alone(Plan plan) ? Optional.of(plan) : following(state);
    }

    /** From the node that serves to the one that follows, while the migration rests. */
    private static Optional<Plan> following(MigrationState state) {
        return switch (state) {
            case Resting.Ready(Plan plan) -> Optional.of(plan);
            case Resting.Moved(Plan plan) -> Optional.of(plan.reversed());
            case Resting.Created _, Resting.Alone _, Resting.Done _, Resting.Abandoned _, Working _ -> Optional.empty();
        };
    }

    private String busy() {
        return "another command of shard " + before.shard() + " is under way";
    }

    private CommandWork work() {
        return new CommandWork(site.orElseThrow(), chronicle, observer, nextMigration);
    }

    @Override
    public Optional<MigrationStatus> status() {
        Optional<MigrationState> resting =
                chronicle.ledger().page().map(Ledger.Page::state).filter(_ -> presentRun().isEmpty());
        StandbyView.Seen seen = resting.map(standby::of).orElse(StandbyView.Seen.NOTHING);
        return chronicle.ledger().status(traffic(), seen);
    }

    @Override
    public Optional<Succession> succession() {
        return chronicle.ledger().page().flatMap(it -> Succession.in(it.state(), it.facts()));
    }

    private String traffic() {
        return site.map(it -> it.traffic().route().node().name()).orElse("");
    }

    private String label() {
        return chronicle.ledger().page().map(it -> it.state().label()).orElse("NONE");
    }

    @Override
    public void close(Duration limit) throws InterruptedException {
        Optional<Run> run = presentRun();
        if (run.isPresent()) {
            run.get().requestAbort();
            try {
                run.get().outcome().get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.warn("left-at-work shard={} state={} hint=\"the next start goes on with it\"", before.shard(), label());
            }
            run.get().interrupt();
        }
        try {
            journal.close();
        } catch (JournalException e) {
            LOG.warn("journal-not-closed shard={} reason=\"{}\"", before.shard(), e.getMessage());
        }
    }
}
