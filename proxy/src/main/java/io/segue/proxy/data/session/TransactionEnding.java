package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.TransactionStatus;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkFailure;
import io.segue.proxy.data.session.SessionPhase.Linked;
import java.util.Optional;
import java.util.Set;

/**
 * Ends a session's open transaction when the drain's time is up, where the shard's policy says so, and sees to it that the client learns of it.
 *
 * <pre>
 *   idle in it ----------------------------------------+
 *                                                      v
 *   a statement runs --(cancelled)--> its answer --> ROLLBACK --> EndedTransaction: 40001, then 25P02, until the client ends the block
 *
 *   in a batch without its Sync: what the server has done of it is answered (Flush) --> an error and a Sync of Segue's own --> ROLLBACK --> as above;
 *   the rest of the batch, up to its Sync, is not executed
 * </pre>
 *
 * <p>A batch is a transaction of its own, which its Sync commits: without one the server waits for it for ever, and heeds no cancel.
 *
 * <p>The same goes for a transaction that could not be begun because its BEGIN is not executed ({@link UnitRefusal}).
 *
 * <p>A COMMIT that was sent is not cancelled: its answer decides. From {@link #begin} on nothing more of the client's is sent, so that none can
 * follow. Event loop.
 */
final class TransactionEnding {

    private final Course course;
    private final SessionMemory memory;
    private final Outstanding outstanding;
    private final Upstream upstream;
    private final EndedTransaction ended = new EndedTransaction();
    private final EndingTalk talk;
    private final BatchEnding batch;
    private boolean underWay;
    private boolean cancelled;
    private boolean breaksBatch;

    TransactionEnding(
            Course course,
            Services services,
            EventLoop loop,
            ClientConnection client,
            SessionMemory memory,
            Outstanding outstanding,
            Upstream upstream) {
        this.course = course;
        this.memory = memory;
        this.outstanding = outstanding;
        this.upstream = upstream;
        this.talk = new EndingTalk(course, services, loop, client);
        this.batch = new BatchEnding(course, memory, outstanding, ended, talk);
    }

    // ---- ending it

    /** The drain's time is up. What has no transaction open, an autocommit statement, say, is let alone; a batch may still end by itself. */
    void begin() {
        if (course.phase() instanceof Linked(BackendLink link) && course.unit().isUnderWay() && !course.unit().isAside()
                && (outstanding.isInTransaction() || outstanding.isBatchOpen())) {
            underWay = true;
            course.traffic().answered(link);
        }
    }

    /** Cancels the statement that runs in the transaction, unless it runs in one of {@code committing}, process ids of the server. */
    void cancel(Set<Integer> committing) {
        if (!underWay || !(course.phase() instanceof Linked(BackendLink link))) {
            return;
        }
        breaksBatch = outstanding.isBatchOpen() && upstream.isAtBoundary();
        if (breaksBatch) {
            BatchEnding.flush(link);
        }
        if (outstanding.isAnswerDue() || breaksBatch && !outstanding.isBatchAnswered()) {
            if (!committing.contains(link.processId())) {
                cancelled = true;
                course.traffic().cancel(link, () -> { });
            }
        } else if (breaksBatch) {
            course.traffic().answered(link);
        }
    }

    /** Whether the transaction is to be ended: nothing of the client's may be sent. */
    boolean isUnderWay() {
        return underWay;
    }

    /** Whether a message of that type must wait: it would begin something, and not belong to what the client has begun. */
    boolean holdsBack(byte type) {
        return !ClientFrames.beginsNothing(type)
                && (ended.isOn()
                        || breaksBatch
                        || underWay && !outstanding.isBatchOpen() && !outstanding.isCopyIn() && !outstanding.isInDoubt());
    }

    /** Whether an error that says that a statement was cancelled (57014) is Segue's doing. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Something was answered. If the hold has ended meanwhile, the transaction goes on. @return whether the session is busy with the end of its transaction now */
    boolean answered(BackendLink link) {
        boolean inBatch = breaksBatch && outstanding.isBatchAnswered();
        if (!inBatch && !outstanding.isAllAnswered() || !upstream.isAtBoundary()) {
            return false;
        }
        underWay = false;
        cancelled = false;
        breaksBatch = false;
        if (!course.unit().isLaneClosed()) {
            return false;
        }
        if (inBatch) {
            batch.end(link);
            return true;
        }
        if (!outstanding.isInTransaction()) {
            return false;
        }
        rollBack(link);
        return true;
    }

    private void rollBack(BackendLink link) {
        boolean told = outstanding.hasFailed();
        ByteBuf messages = link.buffer();
        EndedTransaction.rollBack(messages);
        talk.hold(link, messages, 1, (_, _) -> { }, (_, _) -> {
            rolledBack(told);
            course.traffic().goOnAt(link);
        }, reason -> {
            rolledBack(told);
            memory.cannotBeAsked(reason);
            course.linkLoss().inTalk();
        });
    }

    private void rolledBack(boolean told) {
        outstanding.transactionIs(TransactionStatus.IDLE);
        memory.noteRollback();
        ended.begin(told, OwnErrors.transactionEnded());
        course.meter().transactionEnded();
    }

    /** The unit of work that was to begin a transaction is not executed: what comes for it meets one that has failed. */
    void neverBegan(boolean told, ErrorFields why) {
        ended.begin(told, why);
    }

    // ---- telling it

    /** Whether nothing is left of it. */
    boolean isOver() {
        return !ended.isOn();
    }

    /** Whether the client has sent something and does not know yet. */
    boolean mustTell() {
        return ended.isDue();
    }

    boolean needsMore() {
        return ended.needsMore();
    }

    /** What the client must believe of its transaction while nothing is under way. */
    TransactionStatus clientsStatus() {
        return ended.status();
    }

    /** Answers the first unit behind the end. A COMMIT has failed and is the end of the block; a ROLLBACK is what the server will have. */
    void tell(Optional<BackendLink> link) {
        if (ended.isInBatch()) {
            course.refuseRest(link, ended.endBatch());
            return;
        }
        switch (ended.look(upstream, memory)) {
            case CUT -> course.updateReading();
            case COMMIT -> {
                ended.end();
                course.refuseUnit(link, ended.why());
            }
            case ROLLBACK -> {
                ended.tell();
                link.ifPresentOrElse(course.seeking()::seekLinkFrom, course::wake);
            }
            case OTHER -> {
                ended.tell();
                course.refuseUnit(link, ended.why());
            }
        }
    }

    /** Makes a failed transaction on {@code link}, in front of the unit of work that has begun. */
    void failOn(BackendLink link) {
        ByteBuf messages = link.buffer();
        EndedTransaction.fail(messages);
        talk.hold(link, messages, EndedTransaction.PARTS, (_, _) -> { }, (_, failures) -> {
            if (failures.size() == 1 && failures.getFirst().part() == EndedTransaction.PARTS - 1) {
                outstanding.transactionIs(TransactionStatus.FAILED);
                ended.end();
                course.traffic().goOnAt(link);
            } else {
                link.close();
                course.end(OwnErrors.transactionLost(link.node()));
            }
        }, reason -> course.linkLoss().beforeUnit(new LinkFailure.Unreachable(link.node(), reason).error()));
    }
}
