package io.segue.protocol.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * One direction of a conversation, and ways to cut it.
 *
 * @param messages in the order sent
 */
record Frames(List<Frame> messages) {

    /** Long enough for bodies that take several reads and short enough to run thousands. */
    private static final int MAX_BODY_BYTES = 300;

    private static final byte[] LOOK_ALIKE = {'Q', 0, 0, 0, 5, 'x', 'Z', 0, 0, 0, 4, -1, -1, -1, -1};

    /** One message. */
    record Frame(char type, byte[] body) {

        int bytes() {
            return FrameScanner.HEADER_BYTES + body.length;
        }
    }

    static Frames of(Frame... messages) {
        return new Frames(List.of(messages));
    }

    static Frame frame(char type, String body) {
        return new Frame(type, body.getBytes(US_ASCII));
    }

    /** What a client says and a server answers, without bodies, with short ones, and with one that looks like messages itself. */
    static Frames shortConversation() {
        return of(frame('P', "s\0Q\0\0"), frame('S', ""), frame('Q', "x\0"), frame('H', ""), frame('d', "Q\0\0\0\4"), frame('X', ""));
    }

    static Arbitrary<Frames> any() {
        Arbitrary<Character> types = Arbitraries.of('Q', 'P', 'B', 'E', 'S', 'D', 'd', 'c', 'T', 'Z', 'C', 'K', '1');
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 12)), Tuple.of(1, Arbitraries.integers().between(0, MAX_BODY_BYTES)));
        return Combinators.combine(types, lengths).as((type, length) -> new Frame(type, misleading(length))).list().ofMaxSize(25).map(Frames::new);
    }

    /** A body that looks like messages itself, were it not inside of one. */
    private static byte[] misleading(int length) {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = LOOK_ALIKE[(i + length) % LOOK_ALIKE.length];
        }
        return body;
    }

    byte[] bytes() {
        ByteBuf out = Unpooled.buffer();
        for (Frame message : messages) {
            out.writeByte(message.type()).writeInt(Integer.BYTES + message.body().length).writeBytes(message.body());
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /** Where the message of that number begins, or, for one past the last, where the conversation ends. */
    int offset(int number) {
        return messages.stream().limit(number).mapToInt(Frame::bytes).sum();
    }

    /** {@code bytes} cut in front of each of {@code cuts}, which ascend. */
    static List<ByteBuf> pieces(ByteBufAllocator allocator, byte[] bytes, int... cuts) {
        List<ByteBuf> pieces = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            pieces.add(piece(allocator, bytes, from, cut));
            from = cut;
        }
        pieces.add(piece(allocator, bytes, from, bytes.length));
        return pieces;
    }

    /** Up to sixty places to cut {@code bytes} at, ascending. */
    static int[] cuts(byte[] bytes, Random random) {
        return random.ints(random.nextInt(60), 0, bytes.length + 1).sorted().toArray();
    }

    private static ByteBuf piece(ByteBufAllocator allocator, byte[] bytes, int from, int to) {
        return allocator.buffer(to - from).writeBytes(bytes, from, to - from);
    }
}
