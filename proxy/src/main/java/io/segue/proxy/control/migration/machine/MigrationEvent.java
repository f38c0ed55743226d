package io.segue.proxy.control.migration.machine;

/** What can happen to a migration. */
public enum MigrationEvent {
    /** An operator asks for a standby on the target. */
    PREPARE,
    /** An operator asks for the move of the traffic to the target. */
    CUTOVER,
    /** An operator asks for the move of the traffic back. */
    SWITCHBACK,
    /** An operator asks that the node without traffic be put away. */
    CLEANUP,
    /** An operator asks to give up what goes on. */
    ABORT,
    /** The work of the state is done and proved. */
    SUCCEEDED,
    /** The work of the state cannot be done. */
    FAILED,
    /** Running units of work did not end within the drain budget, and another attempt is allowed. */
    OVERRAN,
    /** The proxy has been started again and found the state in its journal. */
    RESTARTED
}
