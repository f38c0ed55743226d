package io.segue.proxy.control.migration.preflight;

import static io.segue.proxy.control.migration.preflight.Judgement.ok;
import static io.segue.proxy.control.migration.preflight.Judgement.refuse;
import static io.segue.proxy.control.migration.preflight.Judgement.refuseUnless;
import static io.segue.proxy.control.migration.preflight.Judgement.warn;
import static io.segue.proxy.control.migration.preflight.Judgement.warnAny;
import static io.segue.proxy.control.migration.preflight.Judgement.warnUnless;
import static io.segue.proxy.control.migration.preflight.Rule.rule;

import io.segue.proxy.control.migration.step.ByteSize;
import io.segue.proxy.control.migration.step.Sessions;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.node.ForeignSession;
import io.segue.proxy.control.node.survey.Activity.OpenTransaction;
import io.segue.proxy.control.node.survey.ServerSurvey.Archiver;
import io.segue.proxy.route.MovePolicies;
import io.segue.proxy.watch.SessionLuggage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who is at work on both servers: what the stop would end, wait for, or leave behind. */
final class ActivityRules {

    /** A shutdown writes what is dirty; a checkpoint of the move comes before it, and this is what that has to write. */
    private static final long LARGE_CHECKPOINT = 4L << 30;

    private static final long ARCHIVE_BACKLOG = 64;

    static final List<Rule> RULES = List.of(
            rule(Terms.BYPASSING_CLIENTS, ActivityRules::bypassingClients)
                    .alsoInWindow()
                    .allowable("they are told 57P01 when the source stops; what was acknowledged to them is on the target"),
            rule("other-walsenders", ActivityRules::otherWalsenders)
                    .alsoInWindow()
                    .allowable("they are ended with the source, and follow nobody then"),
            rule("base-backups", ActivityRules::baseBackups).alsoInWindow().allowable("they fail when the source stops"),
            rule("background-workers", ActivityRules::backgroundWorkers),
            rule("immovable-sessions", ActivityRules::immovableSessions),
            rule("source-transactions", ActivityRules::sourceTransactions),
            rule("target-transactions", ActivityRules::targetTransactions),
            rule("prepared-transactions", ActivityRules::preparedTransactions),
            rule("checkpoint-size", ActivityRules::checkpointSize),
            rule("predicted-pause", ActivityRules::predictedPause),
            rule("archiver", ActivityRules::archiver).allowable("what is not archived yet stays on the source until its archiver works again"),
            rule("archive-backlog", ActivityRules::archiveBacklog));

    private ActivityRules() {}

    private static Judgement bypassingClients(Scene scene) throws InterruptedException {
        List<ForeignSession> clients = scene.strangers().stream().filter(it -> !Sessions.isWalsender(it)).toList();
        return refuseUnless(
                clients.isEmpty(),
                clients.isEmpty() ? "none" : clients.size() + " on " + scene.source().name() + ": " + Sessions.describe(clients),
                "let them connect through the proxy, or end them on " + scene.source().name() + ": "
                        + clients.stream().limit(1).map(it -> "SELECT pg_terminate_backend(" + it.pid() + ")").findFirst().orElse(""));
    }

    private static Judgement otherWalsenders(Scene scene) throws InterruptedException {
        List<ForeignSession> others = scene.strangers().stream()
                .filter(Sessions::isWalsender)
                .filter(it -> !it.application().equals(scene.context().plan().target()))
                .toList();
        return refuseUnless(
                others.isEmpty(),
                others.isEmpty() ? "none" : others.size() + " on " + scene.source().name() + ": " + Sessions.describe(others),
                "the shutdown would wait for them: stop them, or let them follow " + scene.target().name());
    }

    private static Judgement baseBackups(Scene scene) throws InterruptedException {
        int running = scene.source().activity().baseBackups();
        return refuseUnless(running == 0, running + " under way on " + scene.source().name(), "wait until they are done, or stop them");
    }

    private static Judgement backgroundWorkers(Scene scene) throws InterruptedException {
        return warnAny(
                "background workers of extensions on " + scene.source().name(),
                scene.source().activity().workers(),
                "they are not held: what they commit until the stop is on the target, where their extension must be configured alike");
    }

    private static Judgement immovableSessions(Scene scene) throws InterruptedException {
        List<String> refusing = scene.sessions(SessionLuggage.AtMove.REFUSES);
        if (!refusing.isEmpty()) {
            return refuse(
                    Judgement.listed("sessions that cannot be moved", refusing),
                    "end them or what they hold, or let moves end them (policies.unmovable-sessions); SHOW SESSIONS lists them all");
        }
        List<String> ending = scene.sessions(SessionLuggage.AtMove.ENDS);
        return ending.isEmpty()
                ? lockHolders(scene)
                : warn(
                        Judgement.listed("sessions that the move ends with 57P01, as the policies say", ending),
                        "their clients connect again; SHOW SESSIONS lists them all");
    }

    /** Also those that Segue has not asked yet, because something runs in them. */
    private static Judgement lockHolders(Scene scene) throws InterruptedException {
        return warnAny(
                "sessions with an advisory lock of their own",
                scene.source().activity().lockHolders(),
                scene.context().site().shard().policies().unmovable() == MovePolicies.Unmovable.TERMINATE
                        ? "the move ends them with 57P01 (policies.unmovable-sessions): let them release it, pg_advisory_unlock_all()"
                        : "a move that meets them is refused before its fence: let them release it, pg_advisory_unlock_all()");
    }

    private static Judgement sourceTransactions(Scene scene) throws InterruptedException {
        Duration drain = scene.context().limits().window().drain();
        List<OpenTransaction> open = scene.source().activity().transactions().stream().filter(OpenTransaction::client).toList();
        Optional<OpenTransaction> old = open.stream().findFirst().filter(it -> it.age().compareTo(drain) > 0);
        return old.map(it -> warn(
                        open.size() + " open, the oldest: " + it,
                        "it has lasted longer than the drain may (limits.drain, " + drain.toMillis() + " ms): "
                                + (scene.context().site().shard().policies().transactions() == MovePolicies.Transactions.TERMINATE
                                        ? "what is open then is rolled back and told 40001 (policies.open-transactions)"
                                        : "on " + scene.source().name() + ": SELECT pg_terminate_backend(" + it.pid() + ")")))
                .orElseGet(() -> ok(open.size() + " open, none older than " + drain.toMillis() + " ms"));
    }

    /** On a standby an old snapshot holds up the replay of whatever conflicts with it. */
    private static Judgement targetTransactions(Scene scene) throws InterruptedException {
        Duration switchover = scene.context().limits().window().switchover();
        List<OpenTransaction> open = scene.target().activity().transactions().stream().filter(OpenTransaction::client).toList();
        Optional<OpenTransaction> old = open.stream().findFirst().filter(it -> it.age().compareTo(switchover) > 0);
        return old.map(it -> warn(
                        open.size() + " open, the oldest: " + it,
                        "during the move a reader that holds up the replay is ended after 100 ms; on " + scene.target().name()
                                + ": SELECT pg_terminate_backend(" + it.pid() + ")"))
                .orElseGet(() -> ok(open.size() + " open, none older than " + switchover.toMillis() + " ms"));
    }

    private static Judgement preparedTransactions(Scene scene) throws InterruptedException {
        return warnAny(
                "prepared transactions",
                scene.source().activity().prepared(),
                "they and their locks are on the target after the move: COMMIT PREPARED or ROLLBACK PREPARED what nobody will finish");
    }

    private static Judgement checkpointSize(Scene scene) throws InterruptedException {
        long bytes = scene.source().server().walSinceCheckpoint();
        return warnUnless(
                bytes < LARGE_CHECKPOINT,
                ByteSize.of(bytes) + " of WAL since the last checkpoint",
                "the move writes checkpoints before it holds anybody, and they will take a while: CHECKPOINT on " + scene.source().name());
    }

    private static Judgement predictedPause(Scene scene) throws InterruptedException {
        PredictedPause prediction = scene.prediction();
        Duration hold = scene.context().limits().window().hold();
        return warnUnless(
                prediction.total().compareTo(hold) < 0,
                prediction.toString(),
                "it would not fit into the hold (limits.hold, " + hold.toMillis() + " ms): move the shard when less is going on");
    }

    private static Judgement archiver(Scene scene) throws InterruptedException {
        Archiver archiver = scene.source().server().archiver();
        boolean archives = !scene.source().setting("archive_mode").equals("off");
        return refuseUnless(
                !archives || !archiver.failing(),
                archives ? (archiver.failing() ? "failing at " + archiver.failedFile() : "its last try succeeded, or it has had none") : "off",
                "mend archive_command on " + scene.source().name() + ": what it has not archived stays there after the move");
    }

    private static Judgement archiveBacklog(Scene scene) throws InterruptedException {
        long waiting = scene.source().server().archiver().waiting();
        return warnUnless(
                waiting < ARCHIVE_BACKLOG,
                waiting + " files wait for the archiver",
                "the old primary archives them before its process ends, and rejoins only then");
    }
}
