package io.segue.proxy.control.migration.preflight;

import static io.segue.proxy.control.migration.preflight.Judgement.ok;
import static io.segue.proxy.control.migration.preflight.Judgement.refuse;
import static io.segue.proxy.control.migration.preflight.Judgement.refuseUnless;
import static io.segue.proxy.control.migration.preflight.Judgement.warn;
import static io.segue.proxy.control.migration.preflight.Rule.rule;

import io.segue.proxy.control.migration.step.ByteSize;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.control.node.survey.ServerSurvey.Slot;
import io.segue.proxy.gate.GateSnapshot;
import java.util.List;
import java.util.Optional;

/** Which node is what, and whether the target is a standby of the source that can take over from it. */
final class ServerRules {

    /** The oldest with collation versions of databases and with roles that need not be superusers. */
    private static final int OLDEST_VERSION = 150_000;

    private static final int MAJOR = 10_000;

    static final List<Rule> RULES = List.of(
            rule("source-answers", scene -> answers(scene.source())).alsoInWindow(),
            rule("target-answers", scene -> answers(scene.target())).alsoInWindow(),
            rule("traffic", ServerRules::traffic).alsoInWindow(),
            rule("gate", ServerRules::gate),
            rule("source-primary", ServerRules::sourcePrimary).alsoInWindow(),
            rule("target-standby", ServerRules::targetStandby).alsoInWindow(),
            rule("system-identifier", ServerRules::systemIdentifier),
            rule("supported-version", ServerRules::supportedVersion),
            rule("major-version", ServerRules::majorVersion),
            rule("minor-version", ServerRules::minorVersion),
            rule("target-replay", ServerRules::replay).alsoInWindow(),
            rule("target-receiver", ServerRules::receiver).alsoInWindow(),
            rule("target-timeline", ServerRules::timeline).alsoInWindow(),
            rule("target-history", ServerRules::history).alsoInWindow(),
            rule("target-lag", ServerRules::lag).alsoInWindow(),
            rule("slot-active", ServerRules::slotActive).alsoInWindow(),
            rule("slot-wal", ServerRules::slotWal).alsoInWindow(),
            rule("way-back-slot", ServerRules::wayBackSlot),
            rule("target-slots-free", ServerRules::slotsFree));

    private ServerRules() {}

    /** The one rule that says why a node does not answer. */
    private static Judgement answers(Side side) throws InterruptedException {
        try {
            NodeStatus status = side.status();
            side.server();
            return ok("version " + status.versionNumber() + ", timeline " + status.timeline() + ", at " + status.position());
        } catch (Asked.Unanswered e) {
            return refuse(e.getMessage(), "make " + side.name() + " accept Segue's connection and repeat the command");
        }
    }

    static Judgement traffic(Scene scene) {
        String traffic = scene.context().traffic().route().node().name();
        String source = scene.context().plan().source();
        return refuseUnless(traffic.equals(source), "on " + traffic, "find out who moved the shard; see SHOW SHARDS");
    }

    static Judgement gate(Scene scene) {
        GateSnapshot gate = scene.context().traffic().snapshot();
        boolean open = gate.state() == GateSnapshot.State.OPEN;
        return refuseUnless(
                open,
                open ? "open, " + gate.sessions() + " sessions" : gate.state() + " by " + gate.owner() + " for " + gate.heldFor().toMillis() + " ms",
                "RESUME " + scene.context().plan().shard());
    }

    static Judgement sourcePrimary(Scene scene) throws InterruptedException {
        NodeStatus status = scene.source().status();
        return refuseUnless(
                !status.inRecovery(),
                status.inRecovery() ? "in recovery" : "primary on timeline " + status.timeline(),
                "the node with the traffic must be a primary; see SHOW NODES");
    }

    private static Judgement targetStandby(Scene scene) throws InterruptedException {
        boolean standby = scene.target().status().inRecovery();
        return refuseUnless(
                standby,
                standby ? "in recovery" : "not in recovery: it takes writes",
                "stop " + scene.target().name() + ", empty its data directory, and PREPARE " + scene.context().plan().shard() + " TO "
                        + scene.target().name());
    }

    private static Judgement systemIdentifier(Scene scene) throws InterruptedException {
        String source = scene.source().status().systemIdentifier();
        String target = scene.target().status().systemIdentifier();
        return refuseUnless(
                source.equals(target), source + " and " + target, "the target is a copy of another cluster: PREPARE it from an empty data directory");
    }

    private static Judgement supportedVersion(Scene scene) throws InterruptedException {
        int version = Math.min(scene.source().status().versionNumber(), scene.target().status().versionNumber());
        return refuseUnless(version >= OLDEST_VERSION, String.valueOf(version), "upgrade both servers to PostgreSQL 15 or later");
    }

    private static Judgement majorVersion(Scene scene) throws InterruptedException {
        int source = scene.source().status().versionNumber() / MAJOR;
        int target = scene.target().status().versionNumber() / MAJOR;
        return refuseUnless(source == target, source + " and " + target, "install PostgreSQL " + source + " on " + scene.target().name());
    }

    private static Judgement minorVersion(Scene scene) throws InterruptedException {
        int source = scene.source().status().versionNumber();
        int target = scene.target().status().versionNumber();
        return refuseUnless(
                source == target,
                source + " and " + target,
                "install the same minor version on both and restart " + scene.target().name()
                        + " first: after the move the older one would follow the newer one");
    }

    private static Judgement replay(Scene scene) throws InterruptedException {
        boolean paused = scene.target().status().replayPaused();
        return refuseUnless(
                !paused,
                paused ? "paused at " + scene.target().status().position() : "going on",
                "on " + scene.target().name() + ": SELECT pg_wal_replay_resume(); its server log says when a parameter that is too low paused it");
    }

    private static Judgement receiver(Scene scene) throws InterruptedException {
        String slot = scene.context().plan().slot();
        Optional<NodeStatus.Receiver> receiver = scene.target().status().receiver();
        return refuseUnless(
                receiver.filter(it -> it.status().equals("streaming") && it.slot().equals(slot)).isPresent(),
                receiver.map(it -> it.status() + " through slot " + (it.slot().isEmpty() ? "none" : it.slot())).orElse("no walreceiver"),
                scene.target().name() + " must stream through slot " + slot + "; see its server log, then PREPARE "
                        + scene.context().plan().shard() + " TO " + scene.target().name());
    }

    private static Judgement timeline(Scene scene) throws InterruptedException {
        int source = scene.source().status().timeline();
        int target = scene.target().status().receiver().map(NodeStatus.Receiver::timeline).orElse(scene.target().status().timeline());
        return refuseUnless(
                source == target,
                "receives " + target + ", the source writes " + source,
                "their histories have parted: PREPARE " + scene.target().name() + " anew from an empty data directory");
    }

    /** A standby that is beyond its primary has a history of its own, and its receiver may look all right. The primary is asked later. */
    private static Judgement history(Scene scene) throws NodeException, InterruptedException {
        Lsn standby = scene.target().status().position();
        Lsn written = scene.context().source().status().position();
        return refuseUnless(
                standby.compareTo(written) <= 0,
                "replayed to " + standby + ", the source has written to " + written,
                "their histories have parted: PREPARE " + scene.target().name() + " anew from an empty data directory");
    }

    private static Judgement lag(Scene scene) throws InterruptedException {
        long lag = scene.following().lagBytes();
        long limit = scene.context().limits().standby().lagBytes();
        return refuseUnless(
                lag <= limit, ByteSize.of(lag) + " behind", "wait until it is below " + ByteSize.of(limit) + " (limits.lag); see SHOW NODES");
    }

    private static Judgement slotActive(Scene scene) throws InterruptedException {
        String name = scene.context().plan().slot();
        Optional<Slot> slot = scene.source().slot(name);
        return refuseUnless(
                slot.filter(Slot::active).isPresent(),
                slot.map(it -> name + (it.active() ? " is in use" : " is not in use")).orElse(name + " is missing"),
                "PREPARE " + scene.context().plan().shard() + " TO " + scene.target().name() + " makes it anew");
    }

    private static Judgement slotWal(Scene scene) throws InterruptedException {
        Optional<Slot> slot = scene.source().slot(scene.context().plan().slot());
        return refuseUnless(
                slot.filter(it -> it.walStatus().equals("reserved")).isPresent(),
                slot.map(it -> it.walStatus() + ", keeps " + ByteSize.of(it.retainedBytes())).orElse("no slot"),
                "raise max_slot_wal_keep_size on " + scene.source().name() + " or wait until the standby has caught up");
    }

    private static Judgement wayBackSlot(Scene scene) throws InterruptedException {
        String name = scene.context().plan().wayBackSlot();
        Optional<Slot> slot = scene.target().slot(name);
        return refuseUnless(
                slot.filter(it -> it.active() || it.logical() || !it.walStatus().equals("reserved")).isEmpty(),
                slot.map(it -> name + " exists, " + (it.active() ? "in use" : it.walStatus())).orElse(name + " will be created"),
                "on " + scene.target().name() + ": SELECT pg_drop_replication_slot('" + name + "')");
    }

    /** The slot for the way back and the walsender that will use it. */
    private static Judgement slotsFree(Scene scene) throws InterruptedException {
        long most = scene.target().server().number("max_replication_slots");
        long used = scene.target().server().slots().size();
        boolean present = scene.target().slot(scene.context().plan().wayBackSlot()).isPresent();
        long senders = scene.target().server().number("max_wal_senders");
        String found = used + " of " + most + " replication slots in use, max_wal_senders " + senders;
        if (senders < 2) {
            return warn(found, "raise max_wal_senders on " + scene.target().name() + " to 2 or more: without a walsender there is no way back");
        }
        return refuseUnless(
                present || used < most, found, "raise max_replication_slots on " + scene.target().name() + " and restart it, or drop one");
    }
}
