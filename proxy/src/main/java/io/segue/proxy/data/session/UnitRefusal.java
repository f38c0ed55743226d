package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.TransactionStatus;
import io.segue.protocol.sql.BlockBegin;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Skipping;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import java.util.Optional;

/**
 * A unit of work that is not executed: an error in its place, and the rest of it read and dropped.
 *
 * <p>Where it would have begun a transaction, more may be on its way that the client has sent in the belief that it is inside of that: it must
 * not run outside. So the client meets a failed transaction, until it has ended the block. A BEGIN alone succeeds as it always does, and
 * what comes next has the error: no client expects a BEGIN to fail, and some would not end the block that it has not begun for them.
 *
 * <p>Event loop.
 */
final class UnitRefusal {

    /** A BEGIN is short. */
    private static final int MAX_BEGIN_BYTES = 1024;

    private final Course course;
    private final ClientConnection client;
    private final Upstream upstream;
    private final SessionMemory memory;
    private final SessionMeter meter;
    private final TransactionEnding ending;

    UnitRefusal(Course course, ClientConnection client, Upstream upstream, SessionMemory memory, SessionMeter meter, TransactionEnding ending) {
        this.course = course;
        this.client = client;
        this.upstream = upstream;
        this.memory = memory;
        this.meter = meter;
        this.ending = ending;
    }

    void refuse(Optional<BackendLink> link, ErrorFields error) {
        Skipping skipping = new Skipping(link, new UnitSkipper(new BlockWatch(memory::statement)));
        Optional<String> begin = ending.isOver() ? loneBegin() : Optional.empty();
        if (begin.isPresent()) {
            upstream.skip(skipping.skipper());
            ending.neverBegan(false, error);
            client.send(new CommandComplete(begin.get()));
            goOn(skipping, TransactionStatus.IN_TRANSACTION);
            return;
        }
        refuse(skipping, Optional.of(error));
    }

    /** What is left of a unit that was begun and ended. @param error what the client does not know yet */
    void refuseRest(Optional<BackendLink> link, Optional<ErrorFields> error) {
        refuse(new Skipping(link, new UnitSkipper(new BlockWatch(memory::statement))), error);
    }

    private void refuse(Skipping skipping, Optional<ErrorFields> error) {
        error.ifPresent(untold -> {
            meter.ownError(untold);
            client.send(new ErrorResponse(untold));
        });
        course.become(skipping);
        course.updateReading();
        skip(skipping);
    }

    /** The command tag of the BEGIN that waits, if it is a Query with nothing else. */
    private Optional<String> loneBegin() {
        if (upstream.isClear() || upstream.firstType() != FrontendType.QUERY) {
            return Optional.empty();
        }
        ByteBuf waiting = upstream.copyOfWaiting(MAX_BEGIN_BYTES);
        try {
            int length = waiting.readableBytes() < FrameScanner.HEADER_BYTES ? -1 : waiting.getInt(1);
            boolean isWhole = length > Integer.BYTES && length < waiting.readableBytes();
            return isWhole ? tagOfBegin(ByteBufUtil.getBytes(waiting, FrameScanner.HEADER_BYTES, length - Integer.BYTES - 1)) : Optional.empty();
        } finally {
            waiting.release();
        }
    }

    private static Optional<String> tagOfBegin(byte[] text) {
        return switch (BlockBegin.of(text)) {
            case BEGIN -> Optional.of("BEGIN");
            case START_TRANSACTION -> Optional.of("START TRANSACTION");
            case AMONG_OTHERS, NONE -> Optional.empty();
        };
    }

    void skip(Skipping skipping) {
        try {
            if (upstream.skip(skipping.skipper())) {
                skipped(skipping);
            } else if (upstream.hasEnded()) {
                course.hangUp();
            }
        } catch (ProtocolViolationException e) {
            course.end(e.toErrorFields());
        }
    }

    private void skipped(Skipping skipping) {
        if (ending.isOver() && skipping.skipper().leavesBlockOpen()) {
            ending.neverBegan(true, OwnErrors.transactionEnded());
        }
        goOn(skipping, ending.clientsStatus());
    }

    private void goOn(Skipping skipping, TransactionStatus status) {
        client.send(new ReadyForQuery(status));
        course.become(skipping.link().<SessionPhase>map(Linked::new).orElseGet(Unlinked::new));
        course.updateReading();
        course.traffic().resumeSoon();
    }
}
