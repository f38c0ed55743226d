package io.segue.proxy.control.node;

import io.segue.proxy.route.Lineage;
import java.util.Optional;

/**
 * A node's own account of itself.
 *
 * @param systemIdentifier equal on all nodes that come of one initdb
 * @param versionNumber {@code server_version_num}, such as 150018
 * @param inRecovery whether it is a standby
 * @param timeline the one it writes when primary; the one it receives, or last restarted from, when standby
 * @param position insert position of a primary, last replayed position of a standby
 * @param replayPaused whether a standby's replay is paused (also by a parameter too low)
 * @param receiver the standby's walreceiver, if one is running
 */
public record NodeStatus(
        String systemIdentifier,
        int versionNumber,
        boolean inRecovery,
        int timeline,
        Lsn position,
        boolean replayPaused,
        Optional<Receiver> receiver) {

    /** What it writes when it is a primary. */
    public Lineage lineage() {
        return new Lineage(systemIdentifier, timeline);
    }

    /**
     * A row of {@code pg_stat_wal_receiver}.
     *
     * @param status {@code streaming} when it works
     * @param slot the upstream's slot, empty when none
     * @param timeline received timeline
     */
    public record Receiver(String status, String slot, int timeline) {}
}
