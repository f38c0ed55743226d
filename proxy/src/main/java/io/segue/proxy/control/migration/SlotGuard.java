package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.step.ByteSize;
import io.segue.proxy.control.migration.step.Site;
import io.segue.proxy.control.migration.step.WalPace;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.SlotStatus;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While a migration rests, a standby that is down makes the node that serves keep WAL for it, without end. Before the disk there is full, the
 * standby is given up: its slot is dropped. It can be made anew; a primary whose disk is full serves nobody.
 */
final class SlotGuard {

    private static final Logger LOG = LoggerFactory.getLogger(SlotGuard.class);

    private final Site site;

    SlotGuard(Site site) {
        this.site = site;
    }

    /**
     * What came of a look.
     *
     * @param done for the operator; empty when there was no need to do anything
     * @param again how soon to look again
     */
    record Look(Optional<String> done, Duration again) {

        static Look nothing(Duration again) {
            return new Look(Optional.empty(), again);
        }
    }

    /** @param plan from the node that serves to the one that follows */
    Look guard(Plan plan) {
        try {
            return giveUpWhenDue(site.node(plan.source()), plan);
        } catch (NodeException e) {
            LOG.debug("slot-not-guarded shard={} reason={}", plan.shard(), e.getMessage());
            return Look.nothing(WalPace.LONGEST);
        }
    }

    private Look giveUpWhenDue(DatabaseNode primary, Plan plan) throws NodeException {
        Optional<SlotStatus> waiting = primary.slot(plan.slot()).filter(slot -> !slot.active());
        if (waiting.isEmpty()) {
            return Look.nothing(WalPace.LONGEST);
        }
        long free = primary.surveyor().machine().walFreeBytes();
        long spare = free - site.limits().standby().walRoom();
        if (spare >= 0) {
            return Look.nothing(WalPace.untilTheNextLook(spare));
        }
        primary.dropSlot(plan.slot());
        String done = plan.target() + " is given up, and slot " + plan.slot() + " on " + plan.source() + " dropped: it does not take its WAL, and only "
                + ByteSize.of(free) + " are free there (limits.wal-room)";
        LOG.error("standby-given-up shard={} node={} slot={} free-bytes={} hint=\"make room, then make it anew: ABORT or CLEANUP, and PREPARE\"",
                plan.shard(), plan.target(), plan.slot(), free);
        // What the slot kept is removed by the next checkpoint.
        primary.checkpoint();
        return new Look(Optional.of(done), WalPace.LONGEST);
    }
}
