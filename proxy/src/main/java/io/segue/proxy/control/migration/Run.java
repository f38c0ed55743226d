package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.preflight.Preflight;
import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.report.MoveReport;
import io.segue.proxy.control.migration.step.StepException;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.step.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command under way: who listens to it, whether somebody wants it aborted, why it failed, what was seen by the way, and what comes of
 * it. Written by the migration's thread but for the abort; who listens, the abort, the failure and the outcome are read by any.
 */
final class Run {

    /**
     * Why a run did not do what it was asked for.
     *
     * @param detail and {@code hint} may be empty
     */
    record Failure(String message, String detail, String hint) {

        static Failure of(StepException e) {
            return new Failure(e.getMessage(), e.detail(), e.hint());
        }

        /** For work that goes on until somebody helps: there is no answer yet that the hint could come with. */
        String withHint() {
            return hint.isEmpty() ? toString() : this + "; " + hint;
        }

        @Override
        public String toString() {
            return detail.isEmpty() ? message : message + " (" + detail + ")";
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private final Terms terms;
    private final List<Progress> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile Thread thread = Thread.currentThread();
    private volatile boolean abortRequested;
    private volatile Optional<Failure> failure = Optional.empty();
    private final Window window;
    private Optional<Plan> plan = Optional.empty();
    private PreflightReport preflight = PreflightReport.NOTHING;
    private final List<MoveReport.Phase> phases = new ArrayList<>();

    Run(Terms terms) {
        this.terms = terms;
        this.window = new Window(terms, Preflight::inWindow);
    }

    Window window() {
        return window;
    }

    /** The command makes sense in the present state, and means this. */
    void admitted(Plan meant) {
        plan = Optional.of(meant);
    }

    /** Empty when the command made no sense. */
    Optional<Plan> plan() {
        return plan;
    }

    void checked(PreflightReport report) {
        preflight = report;
    }

    PreflightReport preflight() {
        return preflight;
    }

    void phaseEnded(String state, long nanos) {
        phases.add(new MoveReport.Phase(state, Duration.ofNanos(nanos)));
    }

    List<MoveReport.Phase> phases() {
        return phases;
    }

    Terms terms() {
        return terms;
    }

    /** Carries out {@code work} on a virtual thread; what it returns or throws becomes the outcome. */
    void start(String name, Callable<Outcome> work) {
        thread = Thread.ofVirtual().name(name).start(() -> {
            try {
                outcome.complete(work.call());
            } catch (Exception | Error e) {
                LOG.error("migration-thread-ended thread=\"{}\" hint=\"the journal and the next start decide\"", name, e);
                outcome.completeExceptionally(e);
            }
        });
    }

    /** The proxy ends: what is under way is left as it is. */
    void interrupt() {
        thread.interrupt();
    }

    void listen(Progress listener) {
        listeners.add(listener);
    }

    void note(String line) {
        for (Progress listener : listeners) {
            listener.note(line);
        }
    }

    void requestAbort() {
        abortRequested = true;
    }

    boolean abortRequested() {
        return abortRequested;
    }

    /** The first failure is the reason; what goes wrong while it is undone is told as it happens. */
    void fail(Failure reason) {
        if (failure.isEmpty()) {
            failure = Optional.of(reason);
        }
    }

    Optional<Failure> failure() {
        return failure;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }
}
