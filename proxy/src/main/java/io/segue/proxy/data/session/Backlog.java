package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.FrontendType;
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

    /**
     * Whether the message at the head is a well-formed Query, or Parse without a name. Says no to one that is not in one piece here. Only when not
     * empty.
     */
    boolean beginsWithUnnamedText() {
        ByteBuf head = buffers.element();
        int start = head.readerIndex() + FrameScanner.HEADER_BYTES;
        if (head.writerIndex() <= start) {
            return false;
        }
        int end = head.readerIndex() + 1 + head.getInt(head.readerIndex() + 1);
        if (end > head.writerIndex() || end <= start) {
            return false;
        }
        return switch (firstType()) {
            case FrontendType.QUERY -> endOfString(head, start, end) == end;
            case FrontendType.PARSE -> head.getByte(start) == 0 && endsWithTypes(head, endOfString(head, start + 1, end), end);
            default -> false;
        };
    }

    /** @return the index behind the zero; negative when there is none */
    private static int endOfString(ByteBuf bytes, int start, int end) {
        int zero = bytes.indexOf(start, end, (byte) 0);
        return zero < 0 ? -1 : zero + 1;
    }

    private static boolean endsWithTypes(ByteBuf bytes, int start, int end) {
        return start > 0 && end - start >= Short.BYTES && end - start == Short.BYTES + bytes.getUnsignedShort(start) * Integer.BYTES;
    }

    void release() {
        buffers.forEach(ByteBuf::release);
        buffers.clear();
    }
}
