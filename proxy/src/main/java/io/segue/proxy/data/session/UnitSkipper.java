package io.segue.proxy.data.session;

import static io.segue.protocol.message.FrontendType.FUNCTION_CALL;
import static io.segue.protocol.message.FrontendType.QUERY;
import static io.segue.protocol.message.FrontendType.SYNC;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.frame.FrameScanner;

/**
 * Finds the end of a unit of work that was answered with an error and will not be executed: a whole Query, or everything up to and with the
 * Sync, as the server itself would skip it.
 */
final class UnitSkipper implements FrameScanner.Sink {

    private final FrameScanner scanner = new FrameScanner(this, Integer.MAX_VALUE - 16);
    private final BlockWatch blocks;
    private boolean lastBegun;

    UnitSkipper(BlockWatch blocks) {
        this.blocks = blocks;
    }

    /** Moves the reader index behind what belongs to the unit. */
    void skip(ByteBuf in) {
        in.readerIndex(scanner.scan(in));
    }

    /** Whether all of the unit has been seen. */
    boolean isAtEnd() {
        return lastBegun && scanner.atBoundary();
    }

    /** Whether a transaction block would be open behind the unit. */
    boolean leavesBlockOpen() {
        return blocks.isLeftOpen();
    }

    @Override
    public boolean admit(byte type) {
        return !lastBegun;
    }

    @Override
    public int frame(byte type, int bodyBytes) {
        lastBegun = type == QUERY || type == SYNC || type == FUNCTION_CALL;
        return BlockWatch.wanted(type, bodyBytes);
    }

    @Override
    public void body(byte type, ByteBuf buffer, int index, int length) {
        blocks.body(type, buffer.slice(index, length));
    }
}
