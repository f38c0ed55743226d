package io.segue.protocol.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.segue.protocol.frame.FrameAssembler;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.ProtocolViolationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * However a stream is cut, the assembler hands over the same messages; what it keeps is bounded by its limit and released at the end; what
 * follows a stop is left untouched.
 *
 * <pre>input: limit | number of the message to stop at | 3 lengths of pieces | stream</pre>
 */
public final class FrameAssemblerFuzz {

    private static final int CONTROL_BYTES = 5;
    /** Buffers grow by doubling. */
    private static final int GROWTH = 2;
    private static final int MIN_BUFFER_BYTES = 64;

    private FrameAssemblerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < CONTROL_BYTES) {
            return;
        }
        List<String> seen = follow(input, Pieces.whole(input, CONTROL_BYTES));
        Finding.unless(seen.equals(follow(input, Pieces.singleBytes(input, CONTROL_BYTES))), "single bytes are seen otherwise: " + seen);
        byte[] lengths = Arrays.copyOfRange(input, 2, CONTROL_BYTES);
        Finding.unless(seen.equals(follow(input, new Pieces(input, CONTROL_BYTES, lengths))), "pieces are seen otherwise: " + seen);
    }

    private static List<String> follow(byte[] input, Pieces pieces) {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        int limit = (input[0] & 0xFF) * 8;
        Reader reader = new Reader(new FrameAssembler(allocator, limit), input[1] & 0xFF);
        List<ByteBuf> given = new ArrayList<>();
        try {
            pieces.to(piece -> {
                given.add(piece);
                int mayKeep = GROWTH * (limit + FrameScanner.HEADER_BYTES + piece.readableBytes() + MIN_BUFFER_BYTES);
                reader.read(piece);
                Finding.unless(allocator.metric().usedHeapMemory() <= mayKeep, "more is kept than a message");
            });
        } catch (ProtocolViolationException e) {
            reader.lines.add(e.getMessage());
        } finally {
            reader.assembler.close();
        }
        Finding.unless(given.stream().allMatch(piece -> piece.refCnt() == 0), "a buffer was not released");
        Finding.unless(allocator.metric().usedHeapMemory() == 0, "memory was kept");
        return reader.lines;
    }

    /** Takes messages up to the one to stop at, and then raw bytes. */
    private static final class Reader {

        private final FrameAssembler assembler;
        private final int stopAt;
        private final List<String> lines = new ArrayList<>();
        private final StringBuilder rest = new StringBuilder("rest ");
        private int messages;
        private boolean stopped;

        Reader(FrameAssembler assembler, int stopAt) {
            this.assembler = assembler;
            this.stopAt = stopAt;
        }

        void read(ByteBuf piece) {
            if (stopped) {
                rest(piece);
                return;
            }
            assembler.feed(piece, this::message);
            if (stopped) {
                rest(assembler.takeRest());
            }
        }

        private void message(byte type, ByteBuf body) {
            Finding.unless(!stopped, "a message was handed over behind the stop");
            lines.add(type + " " + ByteBufUtil.hexDump(body));
            if (messages++ == stopAt) {
                stopped = true;
                assembler.stop();
                lines.add("stopped");
            }
        }

        private void rest(ByteBuf bytes) {
            rest.append(ByteBufUtil.hexDump(bytes));
            bytes.release();
            if (!lines.getLast().startsWith("rest ")) {
                lines.add("");
            }
            lines.set(lines.size() - 1, rest.toString());
        }
    }
}
