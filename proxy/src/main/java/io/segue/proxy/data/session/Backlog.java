package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;

/**
 * Bytes that were read from a client and not sent on: at most one read ahead, because a session that waits stops reading. Owns its buffers.
 */
final class Backlog {

    private final ArrayDeque<ByteBuf> buffers = new ArrayDeque<>();

    void add(ByteBuf bytes) {
        if (bytes.isReadable()) {
            buffers.add(bytes);
        } else {
            bytes.release();
        }
    }

    /** Puts back what could not be dealt with. */
    void addFirst(ByteBuf bytes) {
        buffers.addFirst(bytes);
    }

    /** The oldest bytes, now the caller's; null when there are none. */
    ByteBuf poll() {
        return buffers.poll();
    }

    /** A copy of the first bytes, at most {@code max}; the caller's. */
    ByteBuf copyOfFirst(int max) {
        ByteBuf copy = Unpooled.buffer(Math.min(max, bytes()));
        for (ByteBuf each : buffers) {
            copy.writeBytes(each, each.readerIndex(), Math.min(each.readableBytes(), max - copy.readableBytes()));
        }
        return copy;
    }

    /** The first {@code length} bytes, which must be there; now the caller's. */
    ByteBuf take(int length) {
        ByteBuf taken = buffers.element().alloc().buffer(length);
        while (taken.readableBytes() < length) {
            ByteBuf head = buffers.remove();
            head.readBytes(taken, Math.min(head.readableBytes(), length - taken.readableBytes()));
            if (head.isReadable()) {
                buffers.addFirst(head);
            } else {
                head.release();
            }
        }
        return taken;
    }

    boolean isEmpty() {
        return buffers.isEmpty();
    }

    int bytes() {
        return buffers.stream().mapToInt(ByteBuf::readableBytes).sum();
    }

    /** Type of the message at the head. Only when not empty. */
    byte firstType() {
        ByteBuf head = buffers.element();
        return head.getByte(head.readerIndex());
    }

    void release() {
        buffers.forEach(ByteBuf::release);
        buffers.clear();
    }
}
