package io.segue.protocol.message;

import static io.segue.protocol.message.MessageSamples.body;
import static io.segue.protocol.message.MessageSamples.bytes;
import static io.segue.protocol.message.MessageSamples.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes of chosen messages, and what is particular to one of them. */
class MessageTest {

    @Test
    void anErrorHasBothSeverities() {
        byte[] bytes = encoded(new ErrorResponse(ErrorFields.fatal(SqlState.CANNOT_CONNECT_NOW, "no").hint("wait")));

        assertThat(new String(bytes, 5, bytes.length - 5, StandardCharsets.UTF_8)).isEqualTo("SFATAL\0VFATAL\0C57P03\0Mno\0Hwait\0\0");
    }

    @Test
    void aServersErrorKeepsLettersThatSegueDoesNotKnow() {
        ErrorFields fields = ErrorResponse.decode(Unpooled.wrappedBuffer(bytes("SFEHLER\0VERROR\0C42P01\0Mm\0ZZ\0Fparse.c\0\0"))).fields();

        assertThat(fields.severity()).isEqualTo("ERROR");
        assertThat(fields.sqlState()).isEqualTo("42P01");
        assertThat(fields.field('Z')).hasValue("Z");
        assertThat(fields.is(SqlState.SYNTAX_ERROR)).isFalse();
        assertThat(fields.detail()).isEmpty();
    }

    @Test
    void aParseGivesItsNameAndQueryWithoutBeingConsumed() {
        ByteBuf body = body(encoded(new Parse("s1", "SELECT 'ä'", List.of(23))));

        assertThat(Parse.statementOf(body)).isEqualTo("s1");
        assertThat(Parse.queryOf(body).toString(StandardCharsets.UTF_8)).isEqualTo("SELECT 'ä'");
        assertThat(Parse.decode(body).parameterTypes()).containsExactly(23);
    }

    @Test
    void aParseWithoutQueryIsRefused() {
        assertThatThrownBy(() -> Parse.queryOf(Unpooled.wrappedBuffer(bytes("s1\0SELECT"))))
                .isInstanceOf(ProtocolViolationException.class).hasMessage("invalid string in message");
    }

    @Test
    void aBindGivesItsStatement() {
        assertThat(Bind.statementOf(body(encoded(new Bind("p", "s1", List.of(), List.of(), List.of()))))).isEqualTo("s1");
    }

    @Test
    void aBindWithAnUnknownFormatIsRefusedAsTheServerDoes() {
        ByteBuf body = Unpooled.buffer().writeShort(0).writeShort(1).writeShort(2).writeShort(0).writeShort(0);

        assertThatThrownBy(() -> Bind.decode(body)).hasMessage("unsupported format code: 2")
                .isInstanceOfSatisfying(ProtocolViolationException.class, refusal -> assertThat(refusal.sqlState().code()).isEqualTo("22023"));
    }

    @Test
    void aValueLengthBeyondTheBodyIsRefused() {
        ByteBuf body = Unpooled.buffer().writeShort(1).writeInt(Integer.MAX_VALUE);

        assertThatThrownBy(() -> DataRow.decode(body)).hasMessage("insufficient data left in message");
    }

    @Test
    void aRowGivesItsTexts() {
        DataRow row = DataRow.ofTexts(Arrays.asList("ä", null));

        assertThat(row.text(0)).hasValue("ä");
        assertThat(row.text(1)).isEmpty();
        assertThatThrownBy(() -> row.text(2)).isInstanceOf(ProtocolViolationException.class);
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(new PasswordMessage("hunter2").toString()).doesNotContain("hunter2");
        assertThat(new BackendKeyData(1, new CancelKey(new byte[] {65, 66, 67, 68})).toString()).doesNotContain("65").doesNotContain("ABCD");
    }

    @Test
    void cancelKeysAreEqualByValue() {
        assertThat(new CancelKey(new byte[] {1, 2, 3, 4})).isEqualTo(new CancelKey(new byte[] {1, 2, 3, 4}))
                .hasSameHashCodeAs(new CancelKey(new byte[] {1, 2, 3, 4}))
                .isNotEqualTo(new CancelKey(new byte[] {1, 2, 3, 5}));
    }

    @Test
    void theNegotiatedVersionIsMajorAndMinorTogether() {
        assertThat(body(encoded(new NegotiateProtocolVersion(ProtocolVersion.V3_2, List.of()))).getInt(0)).isEqualTo(196_610);
    }
}
