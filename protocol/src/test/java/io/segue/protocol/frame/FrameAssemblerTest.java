package io.segue.protocol.frame;

import static io.segue.protocol.frame.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole messages come out however they went in, and when it is closed not one byte of memory is held, whatever happened before. The
 * allocator's own account says so, exactly; Netty's leak detection would only slow this down.
 */
class FrameAssemblerTest {

    private static final int MAX_BODY_BYTES = 1000;

    private UnpooledByteBufAllocator allocator;
    private FrameAssembler frames;
    private List<String> received;

    @BeforeEach
    @BeforeTry
    void begin() {
        allocator = new UnpooledByteBufAllocator(true, true);
        frames = new FrameAssembler(allocator, MAX_BODY_BYTES);
        received = new ArrayList<>();
    }

    @Provide
    Arbitrary<Frames> conversations() {
        return Frames.any();
    }

    @AfterEach
    @AfterTry
    void holdsNothingOnceItIsClosed() {
        frames.close();

        assertThat(heldBytes()).isZero();
    }

    @Test
    void handsOverTheSameMessagesWhereverTwoCutsAre() {
        Frames conversation = Frames.shortConversation();
        byte[] bytes = conversation.bytes();

        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                received.clear();
                Frames.pieces(allocator, bytes, first, second).forEach(piece -> frames.feed(piece, this::receive));
                assertThat(received).as("cut at %s and %s", first, second).isEqualTo(texts(conversation));
                assertThat(heldBytes()).as("memory between two messages").isZero();
            }
        }
    }

    @Property(tries = 500)
    void handsOverTheSameMessagesHoweverALongConversationIsCut(
            @ForAll("conversations") Frames conversation, @ForAll Random random) {
        byte[] bytes = conversation.bytes();

        for (ByteBuf piece : Frames.pieces(allocator, bytes, Frames.cuts(bytes, random))) {
            frames.feed(piece, this::receive);
            assertThat(piece.refCnt()).isZero();
        }

        assertThat(received).isEqualTo(texts(conversation));
        assertThat(heldBytes()).isZero();
    }

    @Property(tries = 500)
    void stopsBehindAMessageAndLeavesTheRestToWhoeverTakesIt(
            @ForAll("conversations") Frames conversation, @ForAll Random random, @ForAll @IntRange(max = 24) int last) {
        byte[] bytes = conversation.bytes();
        ByteBuf behind = allocator.buffer();

        for (ByteBuf piece : Frames.pieces(allocator, bytes, Frames.cuts(bytes, random))) {
            if (received.size() <= last) {
                frames.feed(piece, stoppingAfter(last));
                append(behind, received.size() <= last ? allocator.buffer() : frames.takeRest());
            } else {
                append(behind, piece);
            }
        }

        assertThat(received).isEqualTo(texts(conversation).stream().limit(last + 1).toList());
        assertThat(behind.readableBytes()).isEqualTo(bytes.length - conversation.offset(last + 1));
        frames.feed(behind, this::receive);
        assertThat(received).isEqualTo(texts(conversation));
    }

    @Test
    void goesOnWithTheNextBytesAfterAStop() {
        feed(Frames.of(frame('Q', "1"), frame('Q', "2")), stoppingAfter(0));
        assertThat(received).containsExactly("Q 31");

        feed(Frames.of(frame('S', "")), this::receive);

        assertThat(received).containsExactly("Q 31", "Q 32", "S ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void givesTheRestAwayFromInsideTheReceiver(int cut) {
        Frames conversation = Frames.of(frame('Q', "1"), frame('Q', "2"), frame('S', ""));
        List<String> taken = new ArrayList<>();

        for (ByteBuf piece : Frames.pieces(allocator, conversation.bytes(), cut)) {
            frames.feed(piece, (type, body) -> {
                frames.stop();
                ByteBuf rest = frames.takeRest();
                taken.add(ByteBufUtil.hexDump(rest));
                rest.release();
                receive(type, body);
            });
        }

        assertThat(received).containsExactly("Q 31");
        assertThat(taken).containsExactly(ByteBufUtil.hexDump(conversation.bytes(), conversation.offset(1), 11));
    }

    @Test
    void hasNoRestToGiveWhenNothingCameBehind() {
        feed(Frames.of(frame('Q', "1")), stoppingAfter(0));

        assertThat(frames.takeRest().isReadable()).isFalse();
        assertThat(frames.takeRest().isReadable()).isFalse();
    }

    @Test
    void canBeClosedAfterAnyByte() {
        byte[] bytes = Frames.shortConversation().bytes();

        for (int cut = 0; cut <= bytes.length; cut++) {
            FrameAssembler cutShort = new FrameAssembler(allocator, MAX_BODY_BYTES);
            cutShort.feed(allocator.buffer().writeBytes(bytes, 0, cut), this::receive);
            cutShort.close();
            cutShort.close();
            assertThat(heldBytes()).as("closed after %s bytes", cut).isZero();
        }
    }

    @Test
    void canBeClosedFromInsideTheReceiver() {
        Frames conversation = Frames.of(frame('Q', "1"), frame('Q', "2"), frame('d', "cut off"));
        byte[] bytes = conversation.bytes();

        for (int cut = 0; cut < bytes.length; cut++) {
            received.clear();
            FrameAssembler cutShort = new FrameAssembler(allocator, MAX_BODY_BYTES);
            List<ByteBuf> pieces = Frames.pieces(allocator, bytes, cut, bytes.length - 1);
            for (ByteBuf piece : pieces) {
                if (received.isEmpty()) {
                    cutShort.feed(piece, (type, body) -> {
                        cutShort.close();
                        receive(type, body);
                    });
                } else {
                    piece.release();
                }
            }
            assertThat(received).as("cut at %s", cut).containsExactly("Q 31");
            assertThat(heldBytes()).as("cut at %s", cut).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, Integer.MIN_VALUE, Integer.MAX_VALUE, MAX_BODY_BYTES + 5})
    void refusesALengthThatCannotBeBehindWhateverCameBefore(int length) {
        byte[] good = Frames.of(frame('S', "")).bytes();
        byte[] bad = Unpooled.buffer(good.length + FrameScanner.HEADER_BYTES).writeBytes(good).writeByte('Q').writeInt(length).array();

        for (int cut = 0; cut < good.length + FrameScanner.HEADER_BYTES; cut++) {
            received.clear();
            FrameAssembler strict = new FrameAssembler(allocator, MAX_BODY_BYTES);
            List<ByteBuf> pieces = Frames.pieces(allocator, bad, cut);
            strict.feed(pieces.getFirst(), this::receive);
            assertThatExceptionOfType(ProtocolViolationException.class)
                    .isThrownBy(() -> strict.feed(pieces.getLast(), this::receive))
                    .withMessage("invalid message length")
                    .satisfies(violation -> assertThat(violation.sqlState()).isEqualTo(SqlState.PROTOCOL_VIOLATION));
            strict.close();
            assertThat(received).containsExactly("S ");
        }
    }

    @Test
    void takesTheLongestBodyThatIsAllowed() {
        feed(Frames.of(frame('Q', "x".repeat(MAX_BODY_BYTES))), this::receive);

        assertThat(received).hasSize(1);
    }

    @Test
    void aNegativeLengthDoesNotTurnIntoALargeOne() {
        FrameAssembler unlimited = new FrameAssembler(allocator, Integer.MAX_VALUE);

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> unlimited.feed(allocator.buffer().writeByte('Q').writeInt(Integer.MIN_VALUE), this::receive));
        unlimited.close();
    }

    @Test
    void anAnnouncedLengthCostsNoMemoryUntilTheBytesCome() {
        FrameAssembler generous = new FrameAssembler(allocator, Integer.MAX_VALUE);

        generous.feed(allocator.buffer(8).writeByte('d').writeInt(0x3FFF_FFFF).writeBytes(new byte[3]), this::receive);

        assertThat(heldBytes()).isLessThan(100);
        generous.close();
    }

    @Test
    void releasesWhatItWasFedWhenTheReceiverObjects() {
        ProtocolViolationException objection = new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "no");

        for (ByteBuf piece : Frames.pieces(allocator, Frames.shortConversation().bytes(), 3)) {
            try {
                frames.feed(piece, (type, body) -> {
                    throw objection;
                });
            } catch (ProtocolViolationException e) {
                assertThat(e).isSameAs(objection);
                received.add("objected");
            }
            assertThat(piece.refCnt()).isZero();
        }

        assertThat(received).containsExactly("objected");
    }

    private void feed(Frames conversation, FrameAssembler.Receiver receiver) {
        frames.feed(allocator.buffer().writeBytes(conversation.bytes()), receiver);
    }

    private void receive(byte type, ByteBuf body) {
        received.add((char) type + " " + ByteBufUtil.hexDump(body));
    }

    private FrameAssembler.Receiver stoppingAfter(int last) {
        return (type, body) -> {
            receive(type, body);
            if (received.size() > last) {
                frames.stop();
            }
        };
    }

    private long heldBytes() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    private static void append(ByteBuf all, ByteBuf more) {
        all.writeBytes(more);
        more.release();
    }

    private static List<String> texts(Frames conversation) {
        return conversation.messages().stream().map(each -> each.type() + " " + ByteBufUtil.hexDump(each.body())).toList();
    }
}
