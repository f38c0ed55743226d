package io.segue.protocol.transcript;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.ProtocolViolationException;
import java.util.Optional;
import java.util.function.BiFunction;

/** The messages of one direction, from the bytes to the maker of lines. */
final class Direction implements FrameScanner.Sink {

    private static final int MAX_BODY_BYTES = Integer.MAX_VALUE - 16;

    private final LineMaker lines;
    private final BiFunction<Byte, ByteBuf, Optional<Layout>> layouts;
    private final FrameScanner scanner = new FrameScanner(this, MAX_BODY_BYTES);
    private byte type;
    private int bodyBytes;
    private boolean begun;
    private boolean lost;

    /** @param layouts by type and head of the body; asked once for each message, in their order */
    Direction(LineMaker lines, BiFunction<Byte, ByteBuf, Optional<Layout>> layouts) {
        this.lines = lines;
        this.layouts = layouts;
    }

    /** Whether a first message has come, or a byte of it. */
    boolean hasBegun() {
        return begun;
    }

    void take(ByteBuf bytes) {
        begun = true;
        if (lost) {
            return;
        }
        try {
            scanner.scan(bytes);
        } catch (ProtocolViolationException e) {
            lost = true;
            lines.garbage(type, e.getMessage());
        }
    }

    @Override
    public boolean admit(byte first) {
        type = first;
        return true;
    }

    @Override
    public int frame(byte type, int length) {
        bodyBytes = length;
        if (length == 0) {
            say(Unpooled.EMPTY_BUFFER);
        }
        return Transcript.HEAD_BYTES;
    }

    @Override
    public void body(byte type, ByteBuf buffer, int index, int length) {
        say(buffer.slice(index, length));
    }

    private void say(ByteBuf head) {
        layouts.apply(type, head).ifPresentOrElse(
                layout -> lines.message(layout, head, bodyBytes), () -> lines.unknown(type, head, bodyBytes));
    }
}
