package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.ControlData;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;

/** What a node is at this instant, as it says itself or, when it does not answer, as its machine's agent sees it. */
public enum Standing {
    /** Accepts connections and is not in recovery. */
    PRIMARY,
    /** Accepts connections and is in recovery. */
    STANDBY,
    /** Not running, after an orderly end as a primary. */
    STOPPED,
    /** Not running, and its control file says that it was a standby. */
    STOPPED_STANDBY,
    /** Not running, and it did not end in order. */
    CRASHED,
    /** The control file says "shut down", but the postmaster still runs: archiver or walsenders are at work. */
    ENDING,
    /** Running without accepting connections, and its control file says that it is a standby. */
    RECOVERING,
    /** Running without accepting connections: a primary that starts, or begins to shut down. */
    CHANGING,
    /** Neither the server nor its machine answers. */
    UNKNOWN;

    public static Standing of(DatabaseNode node) {
        try {
            return node.inRecovery() ? STANDBY : PRIMARY;
        } catch (NodeException notThroughSql) {
            return ofMachine(node);
        }
    }

    private static Standing ofMachine(DatabaseNode node) {
        try {
            // The control file first: a server that ends in between is then seen as crashed, never as stopped.
            ControlData control = node.controlData();
            if (node.running()) {
                return control.shutDown() ? ENDING : ofStandby(control) ? RECOVERING : CHANGING;
            }
            return control.shutDown() ? STOPPED : ofStandby(control) ? STOPPED_STANDBY : CRASHED;
        } catch (NodeException notThroughShell) {
            return UNKNOWN;
        }
    }

    private static boolean ofStandby(ControlData control) {
        return control.state().equals("in archive recovery") || control.state().equals("shut down in recovery");
    }

    /** Whether the node certainly takes no writes now and will not by itself. */
    boolean provedStandby() {
        return this == STANDBY || this == RECOVERING || this == STOPPED_STANDBY;
    }
}
