package io.segue.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.ProtocolViolationException;

/**
 * Gathers whole messages for conversations in which they are small: logins, Segue's own questions, the console. Holds at most one message
 * of the permitted size, and no memory while none is begun.
 *
 * <p>One thread at a time. Must be {@link #close closed}, which releases what is gathered.
 */
public final class FrameAssembler implements AutoCloseable {

    private final ByteBufAllocator allocator;
    private final int maxBodyBytes;
    private ByteBuf rest;
    private boolean stopped;

    /** Takes whole messages. */
    @FunctionalInterface
    public interface Receiver {

        /** @param body lent; its readable bytes are the message's body */
        void message(byte type, ByteBuf body);
    }

    public FrameAssembler(ByteBufAllocator allocator, int maxBodyBytes) {
        this.allocator = allocator;
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * Hands every message that is complete with {@code in} to {@code receiver}. Takes ownership of {@code in}.
     *
     * @throws ProtocolViolationException when a length is below 4 or above the limit, or the receiver objects
     */
    public void feed(ByteBuf in, Receiver receiver) {
        stopped = false;
        ByteBuf bytes = gather(in).retain();
        try {
            handOver(bytes, receiver);
        } finally {
            bytes.release();
            tidy(in);
        }
    }

    /** Takes ownership of {@code in} and keeps it for a later {@link #feed}. How much is kept is the caller's to limit. */
    public void keep(ByteBuf in) {
        gather(in);
        tidy(in);
    }

    /** From inside the receiver: leaves what follows the present message for {@link #takeRest()}. */
    public void stop() {
        stopped = true;
    }

    /** What was received behind the last message handed over; the caller owns it. Empty when there is nothing. */
    public ByteBuf takeRest() {
        ByteBuf taken = rest == null ? Unpooled.EMPTY_BUFFER : rest;
        rest = null;
        return taken;
    }

    @Override
    public void close() {
        stopped = true;
        takeRest().release();
    }

    /** What is there now, which is {@code in} itself when nothing was begun. */
    private ByteBuf gather(ByteBuf in) {
        if (rest == null) {
            rest = in;
        } else {
            try {
                rest.writeBytes(in);
            } finally {
                in.release();
            }
        }
        return rest;
    }

    private void handOver(ByteBuf bytes, Receiver receiver) {
        while (!stopped && bytes.readableBytes() >= FrameScanner.HEADER_BYTES) {
            int bodyBytes = FrameScanner.bodyBytes(bytes.getInt(bytes.readerIndex() + 1), maxBodyBytes);
            if (bytes.readableBytes() - FrameScanner.HEADER_BYTES < bodyBytes) {
                return;
            }
            byte type = bytes.readByte();
            bytes.skipBytes(Integer.BYTES);
            receiver.message(type, bytes.readSlice(bodyBytes));
        }
    }

    /** Keeps the beginning of a message, if there is one and nobody has taken it; not the buffer of a whole read for a few bytes of it. */
    private void tidy(ByteBuf in) {
        if (rest == null) {
            return;
        }
        if (!rest.isReadable()) {
            takeRest().release();
        } else if (rest == in) {
            rest = allocator.buffer(in.readableBytes()).writeBytes(in);
            in.release();
        } else {
            rest.discardSomeReadBytes();
        }
    }
}
