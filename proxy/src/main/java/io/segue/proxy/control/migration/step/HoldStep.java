package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.ForeignSession;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * HOLDING: new units of work wait, running ones end within the drain budget. The gate says so, and then the source itself: none of its
 * clients is doing anything.
 */
final class HoldStep implements Step {

    /** Most drains are over by then. Longer ones let reads through in between. */
    private static final Duration SLICE = Duration.ofMillis(10);
    private static final Duration GAP = Duration.ofMillis(1);

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        CompletionStage<Void> drained = hold(context);
        Deadline drainEnd = context.in(context.limits().window().drain());
        DrainEnd atTheEnd = new DrainEnd();
        while (!context.clock().await(drained, shorter(SLICE, drainEnd.left()))) {
            context.stopIfAborted();
            if (drainEnd.passed()) {
                drainEnd = atTheEnd.extend(context, drainEnd);
            }
            if (drainEnd.passed()) {
                throw overran(context, context.traffic().snapshot().inside() + " sessions are still at work");
            }
            context.window().reads().whileDraining(context);
        }
        Completed.valueOf(drained, "the hold ended too early");
        List<ForeignSession> there = awaitQuietSource(context, drainEnd);
        context.window().reads().drained(context);
        // What has been held up to now with a read need not wait for the journal.
        context.window().reads().look(context);
        if (context.window().holdLeft().compareTo(context.limits().window().switchover()) < 0) {
            throw overran(context, "too little of the hold is left for the move");
        }
        foresee(context, there.size());
        meetNobodyWithALock(context, there);
        return facts.intendingToStop();
    }

    private static CompletionStage<Void> hold(StepContext context) throws StepException.Failed {
        context.window().held(context.clock(), context.limits().window().hold());
        try {
            return context.traffic().hold("cutover " + context.migration(), context.limits().window().hold(), context.window().reads().move());
        } catch (IllegalStateException e) {
            throw new StepException.Failed(
                    "the traffic of shard " + context.plan().shard() + " is held by somebody else",
                    e.getMessage(),
                    "RESUME " + context.plan().shard() + " and repeat the command",
                    e);
        }
    }

    /** Sessions that were idle may have come back since it was looked last. */
    private static void foresee(StepContext context, int processes) throws StepException {
        StopForecast stop = context.window().forecast().with(processes);
        context.window().forecast(stop);
        Duration limit = StopForecast.limit(context.limits().window(), context.window().holdLeft());
        if (!stop.fits(limit) && !context.window().terms().allow(StopForecast.TOO_LONG)) {
            throw postponed(context, context.plan().source() + " has " + stop + ", and its stop may take " + limit.toMillis() + " ms");
        }
    }

    /**
     * A lock that a function has taken, or a SELECT since its session was asked, is one of the session's that nobody knows of. To go on would leave it
     * behind in silence, for somebody else to take. The sessions are asked again before the next attempt.
     */
    private static void meetNobodyWithALock(StepContext context, List<ForeignSession> there) throws StepException {
        Set<Integer> following = context.site().ownBackends().following(context.site().shard());
        Set<Integer> holders = there.stream()
                .filter(ForeignSession::advisoryLock)
                .map(ForeignSession::pid)
                .filter(following::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!holders.isEmpty()) {
            context.traffic().suspect(holders);
            throw postponed(context, "sessions have taken advisory locks of their own since they were asked: on " + context.plan().source() + " processes " + holders);
        }
    }

    /** @return who is there */
    private static List<ForeignSession> awaitQuietSource(StepContext context, Deadline drainEnd)
            throws StepException, NodeException, InterruptedException {
        while (true) {
            List<ForeignSession> all = context.source().foreignSessions(List.of());
            Optional<ForeignSession> busy = busySession(context, all);
            if (busy.isEmpty()) {
                return all;
            }
            context.stopIfAborted();
            context.window().reads().look(context);
            if (drainEnd.passed()) {
                throw overran(context, "on " + context.plan().source() + " process " + busy.get().pid() + " is " + busy.get().state());
            }
            context.clock().pause(GAP);
        }
    }

    /**
     * Nobody counts as ours here: the sessions of the proxy are idle too, or the drain was not one. Who works past the proxy with an
     * operator's leave is not waited for; the stop ends him.
     */
    private static Optional<ForeignSession> busySession(StepContext context, List<ForeignSession> all) {
        Collection<Integer> ours = context.site().ownBackends().on(context.source().node());
        boolean bypassingAllowed = context.window().terms().allow(Terms.BYPASSING_CLIENTS);
        return all.stream()
                .filter(session -> !bypassingAllowed || ours.contains(session.pid()))
                .filter(session -> !Sessions.isWalsender(session))
                .filter(session -> !session.state().equals("idle"))
                .findFirst();
    }

    private static StepException overran(StepContext context, String finding) {
        return postponed(context, "the running units of work did not end within " + context.limits().window().drain().toMillis() + " ms: " + finding);
    }

    private static StepException postponed(StepContext context, String message) {
        if (context.window().attempt() < context.limits().window().attempts()) {
            return new StepException.Overran(message);
        }
        return new StepException.Failed(
                message,
                "attempt " + context.window().attempt() + " of " + context.limits().window().attempts(),
                "end long transactions, or allow more time (limits.drain), and repeat the command");
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
