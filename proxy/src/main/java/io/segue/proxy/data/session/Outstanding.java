package io.segue.proxy.data.session;

import io.segue.protocol.message.TransactionStatus;
import io.segue.proxy.data.session.Expected.Boundary;
import io.segue.proxy.data.session.Expected.StatementClosed;
import io.segue.proxy.data.session.Expected.StatementParsed;
import io.segue.proxy.data.session.Expected.Step;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the server still owes the client, and with that whether a unit of work is under way.
 *
 * <p>Rules of the manual, "Message Flow", and of postgres.c: each Query, Sync and FunctionCall is answered by one ReadyForQuery; after an error
 * in a batch everything up to its Sync is skipped, a Query in between as well; a Sync that the server reads while it waits for COPY data
 * is ignored (copyfromparse.c), and so is the end of a COPY that it does not wait for.
 *
 * <p>When a COPY fails, nobody but the server knows at which byte, and so whether a Sync among the data was ignored or will be answered. Then
 * the account is in doubt: it counts the answer as due until something comes that only a later message can have caused.
 */
final class Outstanding {

    private final ExpectedQueue queue = new ExpectedQueue();
    private final CopyIn copy = new CopyIn(queue);
    private final OpenBatch batch = new OpenBatch();
    private byte status = 'I';
    private boolean inDoubt;

    // ---- what the client sends

    void query() {
        boundary(Boundary.QUERY);
    }

    void functionCall() {
        boundary(Boundary.FUNCTION_CALL);
    }

    void sync() {
        if (copy.isWaiting()) {
            batch.syncsInCopy();
            copy.sync();
        } else {
            batch.syncs();
            queue.add(Boundary.SYNC);
        }
    }

    /** CopyData. */
    void copyData() {
        copy.data();
    }

    void parse(ParsedStatement statement) {
        batchMessage(new StatementParsed(statement));
    }

    /** A Parse that is too long to be remembered. */
    void unseenParse() {
        batchMessage(Step.UNSEEN_PARSE);
    }

    void bind() {
        batchMessage(Step.BIND);
    }

    void describe() {
        batchMessage(Step.DESCRIBE);
    }

    void execute() {
        batchMessage(Step.EXECUTE);
    }

    void closeStatement(String name) {
        batchMessage(new StatementClosed(name));
    }

    void closePortal() {
        batchMessage(Step.PORTAL_CLOSED);
    }

    /** A Flush that is longer than it may be: an error, and the rest of the batch is skipped, but while the server waits for COPY data. */
    void brokenFlush() {
        if (!copy.isWaiting()) {
            batchMessage(Step.BROKEN_FLUSH);
        }
    }

    /** CopyDone or CopyFail. */
    void copyEnds() {
        copy.ends();
    }

    // ---- what the server answers

    /** ParseComplete: the statement that exists now, if it is one to remember. */
    Optional<ParsedStatement> parseCompletes() {
        if (answered(Expected::isParse) instanceof StatementParsed(ParsedStatement statement)) {
            queue.poll();
            return Optional.of(statement);
        }
        completes(Step.UNSEEN_PARSE, Expected::isParse);
        return Optional.empty();
    }

    /** CloseComplete: the statement that exists no longer; empty for a portal. */
    Optional<String> closeCompletes() {
        if (answered(Expected::isClose) instanceof StatementClosed(String name)) {
            queue.poll();
            return Optional.of(name);
        }
        completes(Step.PORTAL_CLOSED, Expected::isClose);
        return Optional.empty();
    }

    void bindCompletes() {
        completes(Step.BIND, each -> each == Step.BIND);
    }

    /** RowDescription or NoData: of a Describe, or in the answer to a Query. */
    void describeCompletes() {
        completes(Step.DESCRIBE, each -> each == Step.DESCRIBE || each == Boundary.QUERY);
    }

    /** CommandComplete, EmptyQueryResponse or PortalSuspended: of an Execute, or in the answer to a Query. */
    void executeCompletes() {
        completes(Step.EXECUTE, Expected::isRun);
        copy.completes();
    }

    /** Behind {@link #executeCompletes}. @param commit whether a transaction block has been committed */
    void tagged(boolean commit) {
        batch.tagged(commit);
    }

    /** FunctionCallResponse. */
    void functionCallCompletes() {
        answered(each -> each == Boundary.FUNCTION_CALL);
    }

    /** CopyInResponse. */
    void copyInBegins() {
        boolean inBatch = answered(Expected::isRun) == Step.EXECUTE;
        boolean endsWithFlush = queue.peekLast() == Step.BROKEN_FLUSH;
        copy.begins();
        if (endsWithFlush && queue.peekLast() != Step.BROKEN_FLUSH) {
            batch.neverWas();
        }
        if (inBatch && queue.boundaries() == 0) {
            batch.reopens();
        }
    }

    /**
     * ErrorResponse: if a message of a batch has failed, the rest of the batch is skipped by the server.
     *
     * @return what failed; empty when the server says it unasked
     */
    Optional<Expected> error() {
        copy.isOver();
        Optional<Expected> failed = Optional.ofNullable(answered(each -> !Expected.isSync(each)));
        if (queue.has(Step.DOUBTFUL_SYNC::equals)) {
            inDoubt = true;
            queue.pollUntil(each -> !(each instanceof Step) || each == Step.DOUBTFUL_SYNC);
        } else if (failed.isPresent() ? !(failed.get() instanceof Boundary) : batch.isOpen()) {
            skipToSync();
        }
        return failed;
    }

    /** @return what was answered to its end; empty when nothing was known to be due */
    Optional<Boundary> readyForQuery(byte transactionStatus) {
        status = transactionStatus;
        copy.isOver();
        while (!queue.isEmpty()) {
            Expected next = queue.poll();
            if (next instanceof Boundary boundary) {
                copy.dropLate();
                inDoubt &= !queue.isEmpty();
                return Optional.of(boundary);
            }
            if (next == Step.DOUBTFUL_SYNC && inDoubt) {
                inDoubt = !queue.isEmpty();
                if (!inDoubt) {
                    batch.syncIsAnswered();
                }
                return Optional.of(Boundary.SYNC);
            }
        }
        batch.isOver();
        return Optional.empty();
    }

    // ---- what follows

    /** Whether the server owes nothing, no batch is open and no transaction is: the session is between two units of work. */
    boolean isNothing() {
        return isAllAnswered() && !isInTransaction();
    }

    /** Whether a transaction block is open, failed or not, as the last ReadyForQuery said. */
    boolean isInTransaction() {
        return status != 'I';
    }

    /** Whether the transaction block has failed, as the last ReadyForQuery said. */
    boolean hasFailed() {
        return status == 'E';
    }

    /** Whether the server has answered everything that the client has sent, and waits for more. */
    boolean isAllAnswered() {
        return queue.boundaries() == 0 && !batch.isOpen() && !copy.isWaiting() && !inDoubt;
    }

    /** Whether the server has answered what it was sent of a batch, as far as it answers before a Sync, and waits for the rest of the batch. */
    boolean isBatchAnswered() {
        return batch.isOpen() && queue.isEmpty() && !copy.isWaiting() && !inDoubt;
    }

    /** Whether nothing has been done in the batch since its COMMIT. */
    boolean isCommitted() {
        return batch.isCommitted() && queue.isEmpty();
    }

    /** Segue itself has ended the batch with a Sync. */
    void batchIsEnded() {
        batch.syncs();
    }

    /** Segue itself has ended the client's transaction, or begun a failed one in its name. */
    void transactionIs(TransactionStatus now) {
        status = now.code();
    }

    /** Whether a ReadyForQuery is due. */
    boolean isAnswerDue() {
        return queue.boundaries() > 0;
    }

    /** Whether the server waits for data of a COPY, as far as is known. */
    boolean isCopyIn() {
        return copy.isWaiting();
    }

    /** Whether it is not known if an answer is due; what the client sends next will tell. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /** Whether what comes next from the client belongs to a batch it has begun and not ended. */
    boolean isBatchOpen() {
        return batch.isOpen();
    }

    private void boundary(Boundary boundary) {
        if (!batch.isSkipped()) {
            batch.isOvertaken();
            queue.add(boundary);
        }
    }

    private void batchMessage(Expected expected) {
        batch.goesOn();
        if (!batch.isSkipped()) {
            queue.add(expected);
        }
    }

    private void completes(Step step, Predicate<Expected> possible) {
        if (answered(possible) == step) {
            queue.poll();
        }
    }

    /**
     * What the server now gives an answer to. In doubt, that is the first that can have such an answer, and all before it has been dealt with.
     *
     * @return null when nothing is due
     */
    private Expected answered(Predicate<Expected> possible) {
        copy.dropLate();
        if (inDoubt && queue.has(possible)) {
            queue.pollUntil(possible);
        }
        return queue.peek();
    }

    private void skipToSync() {
        queue.pollUntil(Boundary.SYNC::equals);
        if (queue.isEmpty()) {
            batch.fails();
        }
    }
}
