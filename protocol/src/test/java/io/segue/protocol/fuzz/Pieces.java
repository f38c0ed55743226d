package io.segue.protocol.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Cuts a stream. Each piece is a buffer with exactly those bytes, so that a read outside of it fails.
 *
 * @param lengths of the pieces, over and over again; 0 counts as 1
 */
record Pieces(byte[] stream, int from, byte[] lengths) {

    private static final byte[] ALL = {};
    private static final byte[] SINGLE = {1};

    /** What takes the pieces in their order. */
    interface Taker {

        /** @param piece now owned by the taker */
        void take(ByteBuf piece);
    }

    static Pieces whole(byte[] stream, int from) {
        return new Pieces(stream, from, ALL);
    }

    static Pieces singleBytes(byte[] stream, int from) {
        return new Pieces(stream, from, SINGLE);
    }

    void to(Taker taker) {
        int at = from;
        for (int i = 0; at < stream.length; i++) {
            int length = lengths.length == 0 ? stream.length - at : Math.max(1, lengths[i % lengths.length] & 0xFF);
            int end = Math.min(stream.length, at + length);
            taker.take(Unpooled.wrappedBuffer(Arrays.copyOfRange(stream, at, end)));
            at = end;
        }
    }
}
