package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.config.schema.Kinds;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.gate.Renewed;
import io.segue.proxy.gate.Warmth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** WARMING: everything that takes time is done before the hold: checkpoints, spare links to the target, a small lag. */
final class WarmStep implements Step {

    private static final Duration GAP = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** For the sessions that have begun with it when the time is up. */
    private static final Duration RENEWAL_GRACE = Duration.ofSeconds(5);
    private static final int CHECKPOINTS = 6;

    /** More sessions than that are counted, not named. */
    private static final int MAX_NAMED = 10;

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        if (!context.window().mayHold()) {
            getReady(context);
            awaitGo(context);
        }
        // What was got ready while nobody was in a hurry is no longer quite so: again, and quickly this time.
        getReady(context);
        StepHooks.beforeHold(context);
        return facts;
    }

    private static void getReady(StepContext context) throws StepException, NodeException, InterruptedException {
        keepDistance(context);
        checkpointUntilQuick(context);
        warm(context);
        context.window().reads(StandbyReads.prepare(context));
        Optional<Duration> renewal = context.limits().warm().renewal();
        if (renewal.isPresent()) {
            renew(context, renewal.get().multipliedBy(hundreds(context.traffic().snapshot().sessions())));
        }
        LongStatements.await(context, context.limits().warm().duration());
        foresee(context);
        // What was written while the links were opened would have to be written by the shutdown.
        checkpoint(context, context.source());
        checkpoint(context, context.target());
        new CatchingUp(context, context.source(), context.target(), context.plan().slot()).await(context.limits().standby().readyLag());
    }

    /**
     * Everything is ready, and the operator chooses the moment. An abort ends the wait as it ends every other, and so does a standby that is
     * gone for so long that the disk would fill: the wait may take hours.
     */
    private static void awaitGo(StepContext context) throws StepException, NodeException, InterruptedException {
        String shard = context.plan().shard();
        context.note("ready for the hold, which begins with GO " + shard);
        Duration longest = context.limits().postpone();
        WalRoom room = new WalRoom(context, context.source());
        boolean told = context.waitUntil(context.in(longest), GAP, () -> {
            room.watchFor(context.plan().slot());
            return context.window().mayHold();
        });
        if (!told) {
            throw new StepException.Failed(
                    "nobody said GO " + shard + " within " + Kinds.written(longest) + " (limits.postpone)", "", "repeat the command");
        }
        context.note("told to go");
    }

    private static void keepDistance(StepContext context) throws StepException, NodeException, InterruptedException {
        Duration left = context.site().holdGap().left();
        if (left.isPositive()) {
            context.note("the last hold has just ended; the next one begins in " + left.toMillis() + " ms");
            context.waitUntil(context.in(left), GAP, () -> !context.site().holdGap().left().isPositive());
        }
    }

    private static void checkpointUntilQuick(StepContext context) throws StepException, NodeException {
        // Beside the load it takes longer than it will without.
        Duration quick = context.limits().window().switchover().dividedBy(2);
        Duration took = Duration.ZERO;
        for (int i = 0; i < CHECKPOINTS; i++) {
            context.stopIfAborted();
            took = checkpoint(context, context.source());
            checkpoint(context, context.target());
            if (i > 0 && took.compareTo(quick) <= 0) {
                return;
            }
        }
        throw new StepException.Failed(
                "checkpoints on " + context.plan().source() + " stay slow",
                "the last of " + CHECKPOINTS + " in a row took " + took.toMillis() + " ms, and its shutdown may take "
                        + quick.toMillis() + " ms",
                "move the shard when less is written, or allow more time (limits.switchover)");
    }

    private static Duration checkpoint(StepContext context, DatabaseNode node) throws NodeException {
        long begin = context.clock().nanos();
        node.checkpoint();
        return Duration.ofNanos(context.clock().nanos() - begin);
    }

    private static void warm(StepContext context) throws StepException, InterruptedException {
        Duration limit = context.limits().warm().duration();
        CompletionStage<Warmth> warming = context.traffic().warm(context.target().node(), limit);
        if (!context.clock().await(warming, limit.plus(GRACE))) {
            throw new StepException.Failed(
                    "opening spare links to " + context.plan().target() + " did not end within " + limit.toMillis() + " ms",
                    "",
                    "see in its server log whether logins are slow there, or allow more time (limits.warm.duration), and repeat the command");
        }
        Warmth warmth = Completed.valueOf(warming, "the spare links to " + context.plan().target() + " could not be opened");
        context.window().evidence().warmed(warmth);
        context.note(warmth.warm() + " sessions have a link to " + context.plan().target() + ", " + warmth.cold() + " have none yet");
        if (!warmth.firstFailure().isEmpty()) {
            throw new StepException.Failed(
                    "a session cannot log in to " + context.plan().target(),
                    warmth.firstFailure(),
                    "let every role that is connected log in there (pg_hba.conf, max_connections) and repeat the command");
        }
        refuseUnmovable(warmth);
        if (!warmth.ending().isEmpty()) {
            context.note(warmth.ending().size() + " sessions will be ended by the move, as the policies say: " + named(warmth.ending()));
        }
        context.stopIfAborted();
    }

    /** @return how many hundred sessions there are, rounded up, and at least one */
    private static int hundreds(int sessions) {
        return Math.max(1, Math.ceilDiv(sessions, 100));
    }

    /** The stop waits for the end of every server process, and one that has long been used needs several times as long for it. */
    private static void renew(StepContext context, Duration limit) throws StepException, InterruptedException {
        CompletionStage<Renewed> renewing = context.traffic().renew(limit);
        if (!context.clock().await(renewing, limit.plus(RENEWAL_GRACE))) {
            throw new StepException.Failed(
                    "leaving connections to " + context.plan().source() + " did not end within " + limit.plus(RENEWAL_GRACE).toMillis() + " ms",
                    "",
                    "see in its server log whether it is too busy, or do without (limits.warm.renewal = off), and repeat the command");
        }
        Renewed renewed = Completed.valueOf(renewing, "connections to " + context.plan().source() + " could not be renewed");
        context.note(renewed.fresh() + " sessions have a new connection to " + context.plan().source() + ", " + renewed.away()
                + " idle ones none until they need it, " + renewed.kept() + " keep theirs");
        context.stopIfAborted();
    }

    /** Nothing is stopped that cannot have stopped in time: the stop cannot be called off, and without a primary nobody can go on. */
    private static void foresee(StepContext context) throws StepException, NodeException {
        StopForecast stop = StopForecast.of(context.source());
        context.window().forecast(stop);
        Duration limit = StopForecast.limit(context.limits().window());
        if (!stop.fits(limit) && !context.window().terms().allow(StopForecast.TOO_LONG)) {
            throw new StepException.Failed(
                    "the stop of " + context.plan().source() + " would take too long",
                    "it has " + stop + ", and may take " + limit.toMillis() + " ms",
                    "end sessions, let pools lend their connections, or allow more time (limits.hold, limits.switchover), and repeat the command");
        }
    }

    /** Moving them anyway would end their connections, or worse, answer them wrongly. */
    private static void refuseUnmovable(Warmth warmth) throws StepException {
        if (!warmth.unmovable().isEmpty()) {
            throw new StepException.Failed(
                    warmth.unmovable().size() + " sessions cannot be taken along",
                    named(warmth.unmovable()),
                    "end them or what they hold (SHOW SESSIONS names them), or let moves end them (policies.unmovable-sessions), and"
                            + " repeat the command");
        }
    }

    private static String named(List<String> lines) {
        return String.join("; ", lines.stream().limit(MAX_NAMED).toList())
                + (lines.size() > MAX_NAMED ? "; and " + (lines.size() - MAX_NAMED) + " more" : "");
    }
}
