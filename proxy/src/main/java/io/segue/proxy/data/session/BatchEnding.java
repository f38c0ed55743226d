package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.message.Flush;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.TransactionStatus;
import io.segue.proxy.data.backend.BackendLink;

/**
 * Ends a batch that its client has begun and does not end. The server waits for the rest of it, heeds no cancel meanwhile, and would commit with
 * the Sync: so an error goes in front of that, of Segue's own. Event loop.
 */
final class BatchEnding {

    private final Course course;
    private final SessionMemory memory;
    private final Outstanding outstanding;
    private final EndedTransaction ended;
    private final EndingTalk talk;
    private boolean committed;
    private boolean inBlock;

    BatchEnding(Course course, SessionMemory memory, Outstanding outstanding, EndedTransaction ended, EndingTalk talk) {
        this.course = course;
        this.memory = memory;
        this.outstanding = outstanding;
        this.ended = ended;
        this.talk = talk;
    }

    /** So that the server says what it has done. */
    static void flush(BackendLink link) {
        ByteBuf flush = link.buffer();
        new Flush().encode(flush);
        link.write(flush);
        link.flush();
    }

    /**
     * All that the client has sent is answered. It may have failed: then the client knows, and the server heeds nothing but the Sync. Behind a COMMIT
     * there is nothing to be ended: the Sync makes an end of the batch, and what comes is a batch of its own.
     */
    void end(BackendLink link) {
        committed = outstanding.isCommitted();
        inBlock = outstanding.isInTransaction() && !committed;
        ByteBuf messages = link.buffer();
        if (committed) {
            new Sync().encode(messages);
        } else {
            EndedTransaction.failBatch(messages);
        }
        EndedTransaction.rollBack(messages);
        talk.hold(link, messages, 2, this::ready, (_, failures) -> {
            isEnded(failures.isEmpty());
            course.traffic().goOnAt(link);
        }, reason -> {
            isEnded(outstanding.hasFailed());
            memory.cannotBeAsked(reason);
            course.linkLoss().inTalk();
        });
    }

    /** Behind the Sync the server says whether there is a block, which the client may have begun in the batch. */
    private void ready(int part, byte transactionStatus) {
        if (part == 0) {
            inBlock = transactionStatus != TransactionStatus.IDLE.code();
        }
    }

    private void isEnded(boolean told) {
        outstanding.batchIsEnded();
        outstanding.transactionIs(TransactionStatus.IDLE);
        memory.noteRollback();
        if (!committed || inBlock) {
            ended.beginInBatch(told && !committed, OwnErrors.transactionEnded(), inBlock);
            course.meter().transactionEnded();
        }
    }
}
