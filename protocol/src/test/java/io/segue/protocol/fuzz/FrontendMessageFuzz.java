package io.segue.protocol.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.PasswordMessage;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SASLInitialResponse;
import io.segue.protocol.message.SASLResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A body is refused, or it is decoded to the end and comes back; what is read from a Parse or a Bind without decoding them agrees with that.
 *
 * <pre>input: type | body</pre>
 */
public final class FrontendMessageFuzz {

    private FrontendMessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte type = input[0];
        if (type == FrontendType.PASSWORD) {
            check(input, PasswordMessage::decode);
            check(input, SASLInitialResponse::decode);
            check(input, SASLResponse::decode);
        } else {
            check(input, body -> FrontendMessage.decode(type, body));
            partly(input);
        }
    }

    private interface Decoder {

        FrontendMessage decode(ByteBuf body);
    }

    private static void check(byte[] input, Decoder decoder) {
        ByteBuf body = MessageBytes.body(input);
        FrontendMessage message;
        try {
            message = decoder.decode(body);
        } catch (ProtocolViolationException refused) {
            return;
        }
        Finding.unless(!body.isReadable(), "bytes were left over behind " + message);
        byte[] encoded = MessageBytes.encoded(message::encode);
        byte[] again = MessageBytes.bodyOf(encoded, 1);
        Finding.unless(encoded[0] == input[0], "the type became another");
        boolean isNormal = MessageBytes.isUtf8(input, 1) && !isNullWritten(message, input);
        Finding.unless(!isNormal || Arrays.equals(again, Arrays.copyOfRange(input, 1, input.length)), "what was decoded does not come back");
        byte[] thrice = MessageBytes.encoded(decoder.decode(Unpooled.wrappedBuffer(again))::encode);
        Finding.unless(Arrays.equals(encoded, thrice), "what was encoded does not come back");
    }

    /** A SASLInitialResponse without data is written with empty data. */
    private static boolean isNullWritten(FrontendMessage message, byte[] input) {
        return message instanceof SASLInitialResponse(String mechanism, byte[] data) && data.length == 0
                && input[input.length - 1] == -1;
    }

    private static void partly(byte[] input) {
        try {
            switch (input[0]) {
                case FrontendType.PARSE -> {
                    Parse parse = Parse.decode(MessageBytes.body(input));
                    byte[] query = ByteBufUtil.getBytes(Parse.queryOf(MessageBytes.body(input)));
                    Finding.unless(parse.statement().equals(Parse.statementOf(MessageBytes.body(input))), "another name");
                    Finding.unless(parse.query().equals(new String(query, StandardCharsets.UTF_8)), "another query");
                }
                case FrontendType.BIND -> Finding.unless(Bind.decode(MessageBytes.body(input)).statement()
                        .equals(Bind.statementOf(MessageBytes.body(input))), "another statement");
                default -> { }
            }
        } catch (ProtocolViolationException refused) {
            // by both, or the name is whole and what follows is not
        }
    }
}
