package io.segue.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the first packet may be, and how the server words its refusals. */
class StartupPacketTest {

    private static final int V3_0 = 0x0003_0000;

    @Test
    void readsParametersInOrderAndVerbatim() {
        StartupMessage message = (StartupMessage) StartupPacket.decode(
                packet(V3_0, "options\0-c a=b\\ c\0user\0anna\0_pq_.x\0\0DateStyle\0ISO, DMY\0\0"));

        assertThat(message.parameters().keySet()).containsExactly("options", "user", "_pq_.x", "DateStyle");
        assertThat(message.parameters()).containsEntry("options", "-c a=b\\ c").containsEntry("_pq_.x", "");
        assertThat(message.protocolOptions()).containsExactly("_pq_.x");
    }

    @Test
    void theDatabaseIsTheUsersWhenNoneIsNamed() {
        assertThat(((StartupMessage) StartupPacket.decode(packet(V3_0, "user\0anna\0\0"))).database()).isEqualTo("anna");
        assertThat(((StartupMessage) StartupPacket.decode(packet(V3_0, "user\0anna\0database\0Shop/1\0\0"))).database()).isEqualTo("Shop/1");
    }

    @Test
    void aMinorVersionAboveOursIsNoError() {
        StartupMessage message = (StartupMessage) StartupPacket.decode(packet(V3_0 + 9999, "user\0anna\0\0"));

        assertThat(message.version()).isEqualTo(new ProtocolVersion(3, 9999)).isGreaterThan(ProtocolVersion.V3_2);
    }

    @Test
    void anotherMajorVersionIsRefused() {
        ProtocolViolationException refusal = refusal(packet(0x0002_0000, ""));

        assertThat(refusal).hasMessage("unsupported frontend protocol 2.0: server supports 3.0 to 3.2");
        assertThat(refusal.toErrorFields().severity()).isEqualTo("FATAL");
        assertThat(refusal.toErrorFields().sqlState()).isEqualTo("0A000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "user\0\0\0", "database\0x\0\0"})
    void aPacketWithoutUserIsRefused(String parameters) {
        ProtocolViolationException refusal = refusal(packet(V3_0, parameters));

        assertThat(refusal).hasMessage("no PostgreSQL user name specified in startup packet");
        assertThat(refusal.sqlState()).isEqualTo(SqlState.INVALID_AUTHORIZATION_SPECIFICATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user\0anna\0", "user\0anna\0\0x", "user\0anna\0\0\0"})
    void aPacketWithoutTerminatorAtItsEndIsRefused(String parameters) {
        assertThat(refusal(packet(V3_0, parameters))).hasMessageContaining("expected terminator as last byte");
    }

    @Test
    void aLengthOutOfBoundsIsRefused() {
        assertThat(refusal(Unpooled.wrappedBuffer(new byte[3]))).hasMessage("invalid length of startup packet");
        assertThat(refusal(Unpooled.wrappedBuffer(new byte[StartupPacket.MAX_BODY_BYTES + 1])))
                .hasMessage("invalid length of startup packet");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 257})
    void aCancelKeyOfAnotherLengthIsRefused(int length) {
        ByteBuf body = Unpooled.buffer().writeInt(CancelRequest.CODE).writeInt(1).writeZero(length);

        assertThat(refusal(body)).hasMessageStartingWith("invalid length of cancel key");
    }

    @Test
    void aNameThatHoldsAZeroIsNeverWritten() {
        assertThatThrownBy(() -> new Query("SELECT 1\0; DROP").encode(Unpooled.buffer())).isInstanceOf(IllegalArgumentException.class);
    }

    private static ProtocolViolationException refusal(ByteBuf body) {
        return catchThrowableOfType(ProtocolViolationException.class, () -> StartupPacket.decode(body));
    }

    private static ByteBuf packet(int code, String rest) {
        return Unpooled.buffer().writeInt(code).writeBytes(rest.getBytes(StandardCharsets.UTF_8));
    }
}
