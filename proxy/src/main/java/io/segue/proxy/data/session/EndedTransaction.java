package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import io.segue.protocol.message.TransactionStatus;
import io.segue.protocol.sql.BlockEnd;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A transaction of the session that was rolled back for a move, or could not even be begun, until its client has ended the block. To the client
 * it is a transaction that has failed: it is told so once, and nothing of what it still sends for it may be executed as if there had been
 * none. So whatever comes next meets a server with a failed transaction, made on purpose, which answers as every failed transaction does.
 *
 * <p>Event loop.
 */
final class EndedTransaction {

    /** How many ReadyForQuery the answer to {@link #fail} has. */
    static final int PARTS = 2;

    private static final String STATEMENT = "segue_ended_transaction";

    private State state = State.NONE;
    /** Whether the client has begun a batch in it and not ended it. */
    private boolean inBatch;
    /** Whether there is a block to be ended behind that batch. */
    private boolean inBlock;
    private ErrorFields why = OwnErrors.transactionEnded();
    private boolean needsMore;

    private enum State {
        NONE,
        /** The client has not heard of it yet. */
        UNTOLD,
        /** It has, and has to end the block. */
        TOLD
    }

    /** What the client says next is. */
    enum NextUnit {
        COMMIT,
        ROLLBACK,
        OTHER,
        /** More of it has to come before that can be told. */
        CUT
    }

    /**
     * @param told whether the client knows already that its transaction has failed
     * @param error what it is told otherwise
     */
    void begin(boolean told, ErrorFields error) {
        state = told ? State.TOLD : State.UNTOLD;
        why = error;
        inBatch = false;
    }

    /**
     * In the middle of a batch, the rest of which is not executed.
     *
     * @param block whether the client has begun a transaction block, in this batch or before
     */
    void beginInBatch(boolean told, ErrorFields error, boolean block) {
        begin(told, error);
        inBatch = true;
        inBlock = block;
    }

    /** Whether what comes next is the rest of a batch. */
    boolean isInBatch() {
        return inBatch;
    }

    /** The rest of the batch is answered now. @return what the client is still to be told */
    Optional<ErrorFields> endBatch() {
        Optional<ErrorFields> untold = isUntold() ? Optional.of(why) : Optional.empty();
        inBatch = false;
        if (inBlock) {
            tell();
        } else {
            end();
        }
        return untold;
    }

    ErrorFields why() {
        return why;
    }

    boolean isOn() {
        return state != State.NONE;
    }

    boolean isUntold() {
        return state == State.UNTOLD;
    }

    /** Whether the client's next word is to be looked at, and not to be sent. */
    boolean isDue() {
        return isUntold() || inBatch;
    }

    /** Whether more of the client's next unit has to be read before it can be answered. */
    boolean needsMore() {
        return needsMore;
    }

    void tell() {
        state = State.TOLD;
        needsMore = false;
    }

    void end() {
        state = State.NONE;
        needsMore = false;
    }

    /** What a client sees that it must not see as idle. */
    TransactionStatus status() {
        return isOn() ? TransactionStatus.FAILED : TransactionStatus.IDLE;
    }

    /** Looks at the unit that waits. */
    NextUnit look(Upstream upstream, SessionMemory memory) {
        ByteBuf waiting = upstream.copyOfWaiting(ReadUnit.MAX_BYTES);
        try {
            NextUnit unit = runsOnly(waiting, memory, text -> BlockEnd.of(text) == BlockEnd.COMMIT, NextUnit.COMMIT);
            if (unit == NextUnit.OTHER) {
                unit = runsOnly(waiting, memory, text -> BlockEnd.of(text) == BlockEnd.ROLLBACK, NextUnit.ROLLBACK);
            }
            needsMore = unit == NextUnit.CUT;
            return unit;
        } finally {
            waiting.release();
        }
    }

    private static NextUnit runsOnly(ByteBuf waiting, SessionMemory memory, Predicate<byte[]> that, NextUnit found) {
        return switch (ReadUnit.look(waiting, that, memory::statement)) {
            case ReadUnit.Look.Read(ReadUnit.Contents contents) -> contents.runs() ? found : NextUnit.OTHER;
            case ReadUnit.Look.NoRead() -> NextUnit.OTHER;
            case ReadUnit.Look.Cut() -> NextUnit.CUT;
        };
    }

    /**
     * What makes a failed transaction on an idle link. The unnamed statement survives it. The second part fails, which is its purpose; the
     * server's log shows its text.
     */
    static void fail(ByteBuf out) {
        new Parse(STATEMENT, "BEGIN", List.of()).encode(out);
        new Bind("", STATEMENT, List.of(), List.of(), List.of()).encode(out);
        new Execute("", 0).encode(out);
        new Close(Target.STATEMENT, STATEMENT).encode(out);
        new Sync().encode(out);
        failBatch(out);
    }

    /** What ends the transaction of a link, if it has one, in one part. The unnamed statement survives it, as it would not a Query. */
    static void rollBack(ByteBuf out) {
        new Parse(STATEMENT, "ROLLBACK", List.of()).encode(out);
        new Bind("", STATEMENT, List.of(), List.of(), List.of()).encode(out);
        new Execute("", 0).encode(out);
        new Close(Target.STATEMENT, STATEMENT).encode(out);
        new Sync().encode(out);
    }

    /** What ends a batch that the client has begun, so that nothing of it is committed. The server's log shows the text that fails. */
    static void failBatch(ByteBuf out) {
        new Parse(STATEMENT, "Segue has ended the transaction of this session for a move: its tail must not run", List.of()).encode(out);
        new Sync().encode(out);
    }
}
