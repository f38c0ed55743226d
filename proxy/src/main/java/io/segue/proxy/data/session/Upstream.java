package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.proxy.data.backend.BackendLink;
import java.util.Optional;

/** The way from the client to its server: bytes pass as they came, up to the message that may not; what may not waits. Event loop. */
final class Upstream {

    private final ClientFrames frames;
    private final Backlog backlog = new Backlog();
    private Optional<ProtocolViolationException> violation = Optional.empty();
    private boolean ended;
    private boolean endPassed;

    Upstream(ClientFrames frames) {
        this.frames = frames;
    }

    /** Whether nothing waits. */
    boolean isClear() {
        return backlog.isEmpty();
    }

    /** Whether something is still to be done for the client: bytes that wait, or the end behind them. */
    boolean hasMore() {
        return !isClear() || ended;
    }

    /** The client says no more; what waits is the last of it. */
    void end() {
        ended = true;
    }

    /** Whether the client says no more. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether what waits begins with something that is answered. */
    boolean beginsUnit() {
        return !isClear() && isAtBoundary() && !ClientFrames.beginsNothing(firstType());
    }

    /** Whether what waits begins with what makes the server forget the unnamed statement, whatever else becomes of it. */
    boolean beginsByEndingUnnamed() {
        return !isClear() && isAtBoundary() && backlog.beginsWithUnnamedText();
    }

    /** Whether the last message that passed is whole. */
    boolean isAtBoundary() {
        return frames.atBoundary() && violation.isEmpty();
    }

    /** How many bytes have to pass, at least, before one more message is whole. */
    int missingBytes() {
        return frames.missingBytes();
    }

    /** Whether the client has said good-bye. */
    boolean isTerminated() {
        return frames.isTerminated();
    }

    /** Whether the client has said good-bye, or will when what runs has been answered. */
    boolean saysGoodbye() {
        return isTerminated() || !backlog.isEmpty() && backlog.firstType() == FrontendType.TERMINATE;
    }

    /**
     * What the client has done wrong, if it has. The server has been sent that much and will hang up, as it does by itself, when it has
     * answered what came before; nothing passes any more.
     */
    Optional<ProtocolViolationException> violation() {
        return violation;
    }

    /** Whether the server will hang up when it has answered what came before. */
    boolean isOver() {
        return isTerminated() || violation.isPresent() || endPassed;
    }

    /** Type of the first message that waits. Only when there is one. */
    byte firstType() {
        return backlog.firstType();
    }

    int waitingBytes() {
        return backlog.bytes();
    }

    /** A copy of the first bytes that wait, at most {@code max}; the caller's. */
    ByteBuf copyOfWaiting(int max) {
        return backlog.copyOfFirst(max);
    }

    /** The first {@code length} bytes that wait, which go another way; now the caller's. Until {@link #count} they count as not sent. */
    ByteBuf take(int length) {
        return backlog.take(length);
    }

    /** What {@link #take} gave out waits again. Takes ownership of {@code bytes}. */
    void putBack(ByteBuf bytes) {
        backlog.addFirst(bytes);
    }

    /** What {@link #take} gave out has passed. */
    void count(ByteBuf bytes) {
        frames.scan(bytes);
    }

    /** Takes ownership of {@code bytes}. */
    void keep(ByteBuf bytes) {
        backlog.add(bytes);
    }

    /**
     * Takes ownership of {@code bytes}.
     *
     * @return false when some of them may not pass and wait now
     */
    boolean pass(BackendLink link, ByteBuf bytes) {
        int stop;
        try {
            stop = frames.scan(bytes);
        } catch (ProtocolViolationException e) {
            violated(link, bytes, e);
            return true;
        } catch (RuntimeException e) {
            bytes.release();
            throw e;
        }
        if (stop == bytes.writerIndex()) {
            link.write(bytes);
            return true;
        }
        if (stop > bytes.readerIndex()) {
            link.write(bytes.readRetainedSlice(stop - bytes.readerIndex()));
        }
        backlog.addFirst(bytes);
        return false;
    }

    private void violated(BackendLink link, ByteBuf bytes, ProtocolViolationException e) {
        violation = Optional.of(e);
        link.write(bytes.readRetainedSlice(frames.brokenEnd() - bytes.readerIndex()));
        bytes.release();
        backlog.release();
    }

    /** Tells the server, once, that nothing more comes. */
    void passEnd(BackendLink link) {
        if (!endPassed) {
            endPassed = true;
            link.endOutput();
        }
    }

    /** Sends what waits, as far as it may pass. @return false when some of it still may not */
    boolean passWaiting(BackendLink link) {
        boolean passing = true;
        while (passing && !backlog.isEmpty()) {
            passing = pass(link, backlog.poll());
        }
        link.flush();
        return passing;
    }

    /** Drops what waits, up to the end of the unit that {@code skipper} looks for. @return whether that end is reached */
    boolean skip(UnitSkipper skipper) {
        while (!backlog.isEmpty() && !skipper.isAtEnd()) {
            ByteBuf head = backlog.poll();
            skipper.skip(head);
            if (head.isReadable()) {
                backlog.addFirst(head);
            } else {
                head.release();
            }
        }
        return skipper.isAtEnd();
    }

    void release() {
        backlog.release();
    }
}
