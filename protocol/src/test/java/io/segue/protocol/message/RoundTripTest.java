package io.segue.protocol.message;

import static io.segue.protocol.message.MessageSamples.body;
import static io.segue.protocol.message.MessageSamples.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is encoded is decoded to the same; a message cut short or made longer is refused, and so is noise. */
class RoundTripTest {

    static List<FrontendMessage> frontend() {
        return MessageSamples.frontendMessages();
    }

    static List<BackendMessage> backend() {
        return MessageSamples.backendMessages();
    }

    static List<StartupPacket> startup() {
        return MessageSamples.startupPackets();
    }

    @ParameterizedTest
    @MethodSource("frontend")
    void aFrontendMessageComesBack(FrontendMessage message) {
        byte[] bytes = encoded(message);

        assertThat(Unpooled.wrappedBuffer(bytes).getInt(1)).isEqualTo(bytes.length - 1);
        assertThat(FrontendMessage.decode(bytes[0], body(bytes))).usingRecursiveComparison().isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("backend")
    void aBackendMessageComesBack(BackendMessage message) {
        byte[] bytes = encoded(message);

        assertThat(Unpooled.wrappedBuffer(bytes).getInt(1)).isEqualTo(bytes.length - 1);
        assertThat(BackendMessage.decode(bytes[0], body(bytes))).usingRecursiveComparison().isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("startup")
    void aStartupPacketComesBack(StartupPacket packet) {
        byte[] bytes = encoded(packet);

        assertThat(Unpooled.wrappedBuffer(bytes).getInt(0)).isEqualTo(bytes.length);
        assertThat(StartupPacket.decode(Unpooled.wrappedBuffer(bytes, 4, bytes.length - 4))).isEqualTo(packet);
    }

    @ParameterizedTest
    @MethodSource("frontend")
    void aFrontendMessageCutAnywhereIsRefused(FrontendMessage message) {
        byte[] bytes = encoded(message);
        cutEverywhere(body(bytes), body -> FrontendMessage.decode(bytes[0], body));
    }

    @ParameterizedTest
    @MethodSource("backend")
    void aBackendMessageCutAnywhereIsRefusedOrAnother(BackendMessage message) {
        byte[] bytes = encoded(message);
        ByteBuf body = body(bytes);
        for (int length = 0; length < body.readableBytes(); length++) {
            ByteBuf cut = body.slice(0, length);
            decodesOrIsRefused(() -> BackendMessage.decode(bytes[0], cut));
        }
    }

    @ParameterizedTest
    @MethodSource("frontend")
    void aFrontendMessageWithAByteTooManyIsRefused(FrontendMessage message) {
        byte[] bytes = encoded(message);
        ByteBuf longer = Unpooled.wrappedBuffer(body(bytes), Unpooled.wrappedBuffer(new byte[] {1}));

        assertThat(catchThrowable(() -> FrontendMessage.decode(bytes[0], longer))).isInstanceOf(ProtocolViolationException.class);
    }

    @Property
    void noiseIsRefusedOrAMessage(@ForAll byte type, @ForAll byte[] noise) {
        decodesOrIsRefused(() -> FrontendMessage.decode(type, Unpooled.wrappedBuffer(noise)));
        decodesOrIsRefused(() -> BackendMessage.decode(type, Unpooled.wrappedBuffer(noise)));
        decodesOrIsRefused(() -> StartupPacket.decode(Unpooled.wrappedBuffer(noise)));
        decodesOrIsRefused(() -> SASLInitialResponse.decode(Unpooled.wrappedBuffer(noise)));
        decodesOrIsRefused(() -> PasswordMessage.decode(Unpooled.wrappedBuffer(noise)));
    }

    private static void cutEverywhere(ByteBuf body, Function<ByteBuf, Object> decode) {
        for (int length = 0; length < body.readableBytes(); length++) {
            ByteBuf cut = body.slice(0, length);
            assertThat(catchThrowable(() -> decode.apply(cut))).as("%d bytes", length).isInstanceOf(ProtocolViolationException.class);
        }
    }

    private static void decodesOrIsRefused(Runnable decode) {
        Throwable thrown = catchThrowable(decode::run);
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(ProtocolViolationException.class);
        }
    }
}
