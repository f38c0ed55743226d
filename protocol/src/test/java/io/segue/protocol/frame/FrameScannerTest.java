package io.segue.protocol.frame;

import static io.segue.protocol.frame.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a stream is cut, the same messages are seen, and a stop is exactly in front of one. */
class FrameScannerTest {

    private static final int MAX_BODY_BYTES = 0x3FFF_FFFF;

    /** Without leak detection: the scanner keeps no buffer. */
    private static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(true, true);

    private FollowingSink sink;
    private FrameScanner scanner;

    @BeforeEach
    @BeforeTry
    void begin() {
        sink = new FollowingSink();
        scanner = new FrameScanner(sink, MAX_BODY_BYTES);
    }

    @Provide
    Arbitrary<Frames> conversations() {
        return Frames.any();
    }

    @Test
    void seesTheSameMessagesWhereverTwoCutsAre() {
        Frames conversation = Frames.shortConversation();
        byte[] bytes = conversation.bytes();

        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                FollowingSink seen = new FollowingSink();
                FrameScanner fresh = new FrameScanner(seen, MAX_BODY_BYTES);
                for (ByteBuf piece : Frames.pieces(ALLOCATOR, bytes, first, second)) {
                    assertThat(fresh.scan(piece)).isEqualTo(piece.writerIndex());
                    piece.release();
                }
                assertThat(seen.events()).as("cut at %s and %s", first, second).isEqualTo(FollowingSink.eventsOf(conversation));
            }
        }
    }

    @Property(tries = 1000)
    void seesTheSameMessagesHoweverALongConversationIsCut(
            @ForAll("conversations") Frames conversation, @ForAll Random random) {
        byte[] bytes = conversation.bytes();

        for (ByteBuf piece : Frames.pieces(ALLOCATOR, bytes, Frames.cuts(bytes, random))) {
            assertThat(scanner.scan(piece)).isEqualTo(piece.writerIndex());
            piece.release();
        }

        assertThat(sink.events()).isEqualTo(FollowingSink.eventsOf(conversation));
        assertThat(scanner.atBoundary()).isTrue();
    }

    @Property(tries = 1000)
    void stopsInFrontOfWhatIsNotAdmittedAndGoesOnFromThere(
            @ForAll("conversations") Frames conversation,
            @ForAll Random random,
            @ForAll @Size(max = 10) Set<@IntRange(max = 25) Integer> refused) {
        byte[] bytes = conversation.bytes();
        sink.refuseOnce(refused);

        int offset = 0;
        for (ByteBuf piece : Frames.pieces(ALLOCATOR, bytes, Frames.cuts(bytes, random))) {
            for (int stop = scanner.scan(piece); stop < piece.writerIndex(); stop = scanner.scan(piece)) {
                assertThat(offset + stop).isEqualTo(conversation.offset(sink.admitted()));
                assertThat(scanner.atBoundary()).isTrue();
                piece.readerIndex(stop);
            }
            offset += piece.writerIndex();
            piece.release();
        }

        assertThat(sink.events()).isEqualTo(FollowingSink.eventsOf(conversation));
        assertThat(sink.refusals()).isEqualTo((int) refused.stream().filter(number -> number < conversation.messages().size()).count());
    }

    @Test
    void asksAtTheFirstByteAndNotAgainForTheRestOfTheMessage() {
        byte[] bytes = Frames.of(frame('Q', "x\0"), frame('S', "")).bytes();

        scanner.scan(Unpooled.wrappedBuffer(bytes, 0, 1));
        assertThat(sink.events()).containsExactly("admit Q");
        scanner.scan(Unpooled.wrappedBuffer(bytes, 1, 3));
        assertThat(sink.events()).containsExactly("admit Q");
        scanner.scan(Unpooled.wrappedBuffer(bytes, 4, bytes.length - 4));
        assertThat(sink.events()).containsExactly("admit Q", "frame Q 2", "body Q 7800", "admit S", "frame S 0");
    }

    @Test
    void isAtABoundaryOnlyBetweenTwoMessages() {
        Frames conversation = Frames.shortConversation();
        byte[] bytes = conversation.bytes();

        for (int at = 0, message = 0; at < bytes.length; at++) {
            assertThat(scanner.atBoundary()).as("byte %s", at).isEqualTo(at == conversation.offset(message));
            message += scanner.atBoundary() ? 1 : 0;
            scanner.scan(Unpooled.wrappedBuffer(bytes, at, 1));
        }
        assertThat(scanner.atBoundary()).isTrue();
    }

    @Test
    void leavesTheReaderIndexWhereItIs() {
        ByteBuf bytes = Unpooled.copiedBuffer(new byte[] {1, 2, 3}, Frames.shortConversation().bytes()).skipBytes(3);

        int stop = scanner.scan(bytes);

        assertThat(bytes.readerIndex()).isEqualTo(3);
        assertThat(stop).isEqualTo(bytes.writerIndex());
        assertThat(sink.events()).isEqualTo(FollowingSink.eventsOf(Frames.shortConversation()));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, Integer.MIN_VALUE, Integer.MIN_VALUE + 3, Integer.MAX_VALUE, MAX_BODY_BYTES + 5})
    void refusesALengthThatCannotBeWhereverItIsCut(int length) {
        byte[] bytes = Unpooled.buffer().writeByte('Q').writeInt(length).array();

        for (int cut = 0; cut <= FrameScanner.HEADER_BYTES; cut++) {
            FrameScanner fresh = new FrameScanner(sink, MAX_BODY_BYTES);
            ByteBuf head = Unpooled.wrappedBuffer(bytes, 0, cut);
            ByteBuf tail = Unpooled.wrappedBuffer(bytes, cut, FrameScanner.HEADER_BYTES - cut);
            assertThatExceptionOfType(ProtocolViolationException.class)
                    .isThrownBy(() -> {
                        fresh.scan(head);
                        fresh.scan(tail);
                    })
                    .withMessage("invalid message length")
                    .satisfies(violation -> assertThat(violation.sqlState()).isEqualTo(SqlState.PROTOCOL_VIOLATION));
        }
        assertThat(sink.events()).containsOnly("admit Q");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, Integer.MIN_VALUE + 3, -1, 3})
    void aNegativeLengthDoesNotTurnIntoALargeOne(int length) {
        FrameScanner unlimited = new FrameScanner(sink, Integer.MAX_VALUE);

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> unlimited.scan(Unpooled.buffer().writeByte('Q').writeInt(length)));
    }

    @Test
    void takesTheLongestBodyThatIsAllowed() {
        FrameScanner limited = new FrameScanner(sink, 2);

        limited.scan(Unpooled.wrappedBuffer(Frames.of(frame('Q', "x\0")).bytes()));

        assertThat(sink.events()).containsExactly("admit Q", "frame Q 2", "body Q 7800");
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> limited.scan(Unpooled.wrappedBuffer(Frames.of(frame('Q', "xy\0")).bytes())));
    }

    @Test
    void anAnnouncedLengthCostsNoMemoryUntilTheBytesCome() {
        ByteBuf announcement = Unpooled.buffer().writeByte('P').writeInt(MAX_BODY_BYTES).writeBytes(new byte[1000]);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        scanner.scan(Unpooled.wrappedBuffer(Frames.shortConversation().bytes()));

        long before = threads.getCurrentThreadAllocatedBytes();
        scanner.scan(announcement);
        long after = threads.getCurrentThreadAllocatedBytes();

        assertThat(after - before).isLessThan(100_000);
    }
}
