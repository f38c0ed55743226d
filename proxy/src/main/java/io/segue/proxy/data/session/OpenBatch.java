package io.segue.proxy.data.session;

/**
 * The batch of a client, as its server sees it: begun with the first message of the extended protocol, over with its Sync. After an error the
 * server skips what comes, up to that Sync. Event loop.
 *
 * <pre>
 *   NONE --a message--> OPEN --an error before its Sync--> SKIPPED
 *     ^                  |                                    |
 *     +--Sync, or Query--+---------------Sync-----------------+
 * </pre>
 */
final class OpenBatch {

    private enum State {
        NONE,
        OPEN,
        SKIPPED
    }

    private State state = State.NONE;
    /** Whether the client has sent more of a batch since its last Sync, whatever became of that. */
    private boolean goesOn;
    /** Whether the last thing that was done in it is its COMMIT. */
    private boolean committed;

    /** Whether what comes next from the client belongs to it. */
    boolean isOpen() {
        return state != State.NONE;
    }

    /** Whether the server skips what comes, up to a Sync. */
    boolean isSkipped() {
        return state == State.SKIPPED;
    }

    /** Whether nothing has been done in it since its COMMIT. */
    boolean isCommitted() {
        return committed && state != State.SKIPPED;
    }

    // ---- what the client sends

    /** A message of it, other than its Sync. */
    void goesOn() {
        open();
        goesOn = true;
        committed = false;
    }

    /** Its Sync. */
    void syncs() {
        state = State.NONE;
        goesOn = false;
    }

    /** A Sync that the server ignores, as it waits for data of a COPY. */
    void syncsInCopy() {
        goesOn = false;
    }

    /** A Query or a function call, which has an end of its own; one that is skipped ends nothing. */
    void isOvertaken() {
        if (state == State.OPEN) {
            state = State.NONE;
        }
    }

    // ---- what the server answers

    /** Something has run to its end. @param commit whether that was the COMMIT of a transaction block */
    void tagged(boolean commit) {
        committed = commit;
    }

    /** Something in it has failed, and its Sync has not been sent. */
    void fails() {
        state = State.SKIPPED;
    }

    /** The Sync that was to end it was ignored. */
    void reopens() {
        open();
    }

    /** There was nothing in it but what the server has ignored. */
    void neverWas() {
        state = State.NONE;
        goesOn = false;
    }

    /** A Sync was answered that may have been ignored: what was sent behind it is another batch. */
    void syncIsAnswered() {
        if (!goesOn) {
            state = State.NONE;
        }
    }

    /** The server is ready, and nobody knows for what. */
    void isOver() {
        state = State.NONE;
    }

    private void open() {
        if (state == State.NONE) {
            state = State.OPEN;
        }
    }
}
