package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.journal.JournalException;
import io.segue.proxy.control.migration.machine.Committed;
import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.migration.machine.Migration;
import io.segue.proxy.control.migration.machine.MigrationEvent;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Resting;
import io.segue.proxy.control.migration.machine.Revocable;
import io.segue.proxy.control.migration.machine.Working;
import io.segue.proxy.control.migration.step.Site;
import io.segue.proxy.control.migration.step.Step;
import io.segue.proxy.control.migration.step.StepContext;
import io.segue.proxy.control.migration.step.StepException;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one migration from state to state until it rests: next state, journal, perform, event. One virtual thread.
 *
 * <p>A state on the way forward is entered only when the journal has it on disk. On the way back, and after the point of no return, a
 * journal that cannot be written stops nothing: a restart would find the line before and go the same way from there.
 */
final class MigrationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRunner.class);

    private static final String NODE_HINT = "mend what it says; when SHOW NODES shows the node in order, repeat the command";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Site site;
    private final Chronicle chronicle;
    private final MigrationObserver observer;
    private final Run run;
    private Duration pause = FIRST_PAUSE;
    private String remark = "";

    MigrationRunner(Site site, Chronicle chronicle, MigrationObserver observer, Run run) {
        this.site = site;
        this.chronicle = chronicle;
        this.observer = observer;
        this.run = run;
    }

    /** What came of performing a step. */
    private record Result(MigrationEvent event, Facts facts, Optional<Run.Failure> failure) {}

    /** Works until the migration rests. */
    Resting runToRest() throws InterruptedException {
        MigrationState state = runUntil(_ -> false);
        if (!(state instanceof Resting resting)) {
            throw new IllegalStateException(state.label() + " does not rest");
        }
        if (resting.over()) {
            chronicle.close();
        }
        return resting;
    }

    /** Works until {@code enough} holds of the state, or the migration rests. */
    MigrationState runUntil(Predicate<MigrationState> enough) throws InterruptedException {
        MigrationState state = chronicle.page().state();
        while (state instanceof Working working && !enough.test(state)) {
            state = leave(working);
        }
        return state;
    }

    private MigrationState leave(Working working) throws InterruptedException {
        observer.stepStarted(working.plan().shard(), chronicle.page().migration(), working.label());
        run.note(working.label() + " ...");
        Result result = perform(working, chronicle.page().facts());
        Optional<MigrationState> next = Migration.next(working, result.event());
        if (next.isEmpty()) {
            return again(working, result);
        }
        pause = FIRST_PAUSE;
        result.failure().ifPresent(run::fail);
        return advance(working, next.get(), result);
    }

    private Result perform(Working working, Facts facts) throws InterruptedException {
        StepContext context = new StepContext(
                site, working.plan(), chronicle.page().migration(), run.window(), run::note, this::remark, () -> aborted(working));
        try {
            stopIfAborted(working);
            Facts after = Step.of(working).perform(context, facts);
            stopIfAborted(working);
            return new Result(MigrationEvent.SUCCEEDED, after, Optional.empty());
        } catch (StepException e) {
            return ended(working, facts, e);
        } catch (NodeException e) {
            return failed(working, facts, new Run.Failure(e.getMessage(), "", NODE_HINT));
        } catch (RuntimeException e) {
            LOG.error("step-bug shard={} state={}", site.shard(), working.label(), e);
            return failed(working, facts, new Run.Failure("internal error: " + e, "", "report it, with the proxy's log"));
        }
    }

    private Result ended(Working working, Facts facts, StepException e) {
        return switch (e) {
            case StepException.Aborted _ -> new Result(MigrationEvent.ABORT, facts, Optional.of(Run.Failure.of(e)));
            case StepException.Failed _ -> failed(working, facts, Run.Failure.of(e));
            case StepException.Overran _ -> {
                run.note(e.getMessage());
                yield new Result(MigrationEvent.OVERRAN, facts, Optional.empty());
            }
        };
    }

    private void remark(String line) {
        remark = line;
        chronicle.ledger().say(line);
    }

    private boolean aborted(Working working) {
        return working instanceof Revocable && run.abortRequested();
    }

    private void stopIfAborted(Working working) throws StepException.Aborted {
        if (aborted(working)) {
            throw new StepException.Aborted();
        }
    }

    private Result failed(Working working, Facts facts, Run.Failure failure) {
        run.note(working.label() + " failed: " + failure);
        LOG.warn("step-failed shard={} state={} reason=\"{}\" hint=\"{}\"", site.shard(), working.label(), failure, failure.hint());
        return new Result(MigrationEvent.FAILED, facts, Optional.of(failure));
    }

    /** Work that cannot fail is done again, after a pause that grows. */
    private MigrationState again(Working working, Result result) throws InterruptedException {
        chronicle.ledger().say(result.failure().map(Run.Failure::withHint).orElse(""));
        site.clock().pause(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return working;
    }

    private MigrationState advance(Working from, MigrationState next, Result result) throws InterruptedException {
        String why = run.failure().map(Run.Failure::toString).orElse(remark);
        long nanos = chronicle.ledger().stepEnded();
        run.phaseEnded(from.label(), nanos);
        LOG.info("step-ended shard={} state={} ms={} next={}", site.shard(), from.label(), nanos / 1e6, next.label());
        observer.stepEnded(from.plan().shard(), chronicle.page().migration(), from.label(), nanos, next.label());
        try {
            if (isFoundAgain(next)) {
                chronicle.enterLightly(next, result.facts(), why);
            } else {
                chronicle.enter(next, result.facts(), why);
            }
            return next;
        } catch (JournalException e) {
            if (mustBeWritten(next)) {
                return turnBack(from, next, e);
            }
            chronicle.enterUnwritten(next, result.facts(), why, e);
            return next;
        }
    }

    /**
     * States of the window that need not wait for the disk: one only looks, the other stores the route, durably by itself. A restart in the
     * state before comes to them again, by asking the nodes.
     */
    private static boolean isFoundAgain(MigrationState next) {
        return next instanceof Revocable.Proving || next instanceof Committed.Routing;
    }

    /** States whose work nobody may begin without a written intent. */
    private static boolean mustBeWritten(MigrationState next) {
        return next instanceof Revocable || next instanceof Committed.Promoting;
    }

    private MigrationState turnBack(Working from, MigrationState refused, JournalException e) throws InterruptedException {
        run.fail(new Run.Failure(refused.label() + " was not begun: " + e.getMessage(), "", "make room in the state directory and repeat the command"));
        if (refused instanceof Committed) {
            // A decision to promote that is found after a crash would be carried out: it must be gone before the source is started.
            chronicle.withdraw();
        }
        MigrationState wayBack = Migration.next(from, MigrationEvent.FAILED).orElseThrow();
        chronicle.enterAnyway(wayBack, chronicle.page().facts(), e.getMessage());
        return wayBack;
    }
}
