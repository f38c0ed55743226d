package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.machine.Resting;
import io.segue.proxy.control.migration.machine.Working;
import io.segue.proxy.control.migration.preflight.Forecast;
import io.segue.proxy.control.migration.step.ByteSize;
import io.segue.proxy.control.migration.step.Deadline;
import io.segue.proxy.control.migration.step.Site;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.control.node.SlotStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * How the node without traffic follows the other one, while the migration rests, and whether it could take over. A node that merely runs as
 * a standby proves nothing: one whose history has forked serves reads, may even receive, and never applies anything. So it must receive the
 * timeline that the other one writes, through its slot, must be seen to pass what the other one has written, and not be beyond it.
 *
 * <p>Asks both nodes and changes nothing there. Any thread.
 */
final class StandbyView {

    /** A sound standby has what was written before this. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    private static final Duration GLANCE = Duration.ofMillis(5);

    private final Site site;
    private Optional<Marker> marker = Optional.empty();

    /** A position that the primary had at an earlier look, when the standby was proved. */
    private record Marker(String primary, int timeline, Lsn position) {

        boolean of(DatabaseNode node, NodeStatus status) {
            return primary.equals(node.node().name()) && timeline == status.timeline();
        }
    }

    /**
     * What was seen.
     *
     * @param lagBytes -1 when there is no standby, or it does not stream
     * @param remark empty when all is well
     */
    record Seen(long lagBytes, String remark, Readiness readiness) {

        static final Seen NOTHING = new Seen(-1, "", Readiness.NONE);
    }

    StandbyView(Site site) {
        this.site = site;
    }

    Seen of(MigrationState state) {
        return switch (state) {
            case Resting.Ready(Plan plan) -> look(plan, "the cutover is not ready: ");
            case Resting.Moved(Plan plan) -> look(plan.reversed(), "the switchback is not ready: ");
            case Resting.Alone(Plan plan) -> {
                String why = "there is no way to " + plan.target() + " before a new prepare";
                yield new Seen(-1, why, Readiness.not(why));
            }
            case Resting.Created _, Resting.Done _, Resting.Abandoned _, Working _ -> Seen.NOTHING;
        };
    }

    private Seen look(Plan plan, String trouble) {
        try {
            return look(plan, site.node(plan.source()), site.node(plan.target()), trouble);
        } catch (NodeException e) {
            return new Seen(-1, trouble + e.getMessage(), Readiness.not(e.getMessage()));
        }
    }

    private Seen look(Plan plan, DatabaseNode primary, DatabaseNode standby, String trouble) throws NodeException {
        String slot = plan.slot();
        NodeStatus ahead = primary.status();
        Optional<SlotStatus> held = primary.slot(slot);
        if (held.filter(SlotStatus::lost).isPresent()) {
            // Whatever the standby looks like: it may be down, or ask for ever for what is not there.
            String why = standby.node() + " needs WAL that " + primary.node() + " has removed: slot " + slot + " is lost";
            return new Seen(-1, trouble + why, Readiness.not(why));
        }
        NodeStatus behind = standby.status();
        long lag = Math.max(0, ahead.position().minus(behind.position()));
        String missing = whatIsMissing(primary, ahead, standby, behind, slot, held);
        long began = site.clock().nanos();
        if (missing.isEmpty()) {
            missing = whatIsNotReplayed(primary, ahead, standby);
        }
        if (missing.isEmpty()) {
            Duration replay = Duration.ofNanos(site.clock().nanos() - began);
            return new Seen(lag, "", Readiness.ready(Forecast.atAGlance(site, plan, replay).total()));
        }
        return new Seen(streams(behind, slot) ? lag : -1, trouble + missing, Readiness.not(missing));
    }

    private static boolean streams(NodeStatus standby, String slot) {
        return standby.receiver().filter(it -> it.status().equals("streaming") && it.slot().equals(slot)).isPresent();
    }

    /** Empty when nothing is. */
    private static String whatIsMissing(
            DatabaseNode primary, NodeStatus ahead, DatabaseNode standby, NodeStatus behind, String slot, Optional<SlotStatus> held) {
        if (ahead.inRecovery()) {
            return primary.node() + " is in recovery";
        }
        if (!behind.inRecovery()) {
            return standby.node() + " takes writes: there are two primaries";
        }
        if (!streams(behind, slot)) {
            return standby.node() + " is not streaming through slot " + slot + " (receiver: "
                    + behind.receiver().map(it -> it.status() + "/" + it.slot() + "/" + it.timeline()).orElse("none") + ")";
        }
        int received = behind.receiver().map(NodeStatus.Receiver::timeline).orElse(0);
        if (received != ahead.timeline()) {
            return standby.node() + " receives timeline " + received + ", " + primary.node() + " writes " + ahead.timeline();
        }
        if (behind.replayPaused()) {
            return "the replay of " + standby.node() + " is paused";
        }
        return held.filter(it -> it.active() && it.walStatus().equals("reserved")).isPresent()
                ? ""
                : "slot " + slot + " on " + primary.node() + " is "
                        + held.map(it -> it.active() ? it.walStatus() : "not in use").orElse("missing");
    }

    /**
     * A position is proved when the standby is seen to pass it, and not to be beyond what the primary has written: that it could only be with
     * a history of its own.
     */
    private synchronized String whatIsNotReplayed(DatabaseNode primary, NodeStatus ahead, DatabaseNode standby) throws NodeException {
        Lsn reached = replayedSoon(standby, ahead.position());
        Lsn written = primary.status().position();
        if (reached.compareTo(written) > 0) {
            return standby.node() + " is at " + reached + ", which " + primary.node() + " has not written (it is at " + written
                    + "): their histories have parted";
        }
        boolean known = marker.filter(it -> it.of(primary, ahead)).isPresent();
        if (reached.compareTo(ahead.position()) >= 0 || known && reached.compareTo(marker.get().position()) >= 0) {
            marker = Optional.of(new Marker(primary.node().name(), ahead.timeline(), ahead.position()));
        } else {
            Lsn awaited = known ? marker.get().position() : ahead.position();
            return standby.node() + " has replayed to " + reached + " and was not seen to pass " + awaited;
        }
        long lag = written.minus(reached);
        return lag > site.limits().standby().lagBytes() ? standby.node() + " is " + ByteSize.of(lag) + " behind" : "";
    }

    /** Where the standby is once it has passed {@code position}, or after a moment. */
    private Lsn replayedSoon(DatabaseNode standby, Lsn position) throws NodeException {
        Deadline moment = Deadline.in(site.clock(), MOMENT);
        Lsn reached = standby.replayed();
        try {
            while (reached.compareTo(position) < 0 && !moment.passed()) {
                site.clock().pause(GLANCE);
                reached = standby.replayed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Then this look ends with what has been seen.
        }
        return reached;
    }
}
