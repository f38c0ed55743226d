package io.segue.protocol.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.BackendType;
import io.segue.protocol.message.ProtocolViolationException;
import java.util.Arrays;

/**
 * A body is refused, or it is decoded to the end and comes back.
 *
 * <pre>input: type | body</pre>
 */
public final class BackendMessageFuzz {

    private BackendMessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ByteBuf body = MessageBytes.body(input);
        BackendMessage message;
        try {
            message = BackendMessage.decode(input[0], body);
        } catch (ProtocolViolationException refused) {
            return;
        }
        Finding.unless(!body.isReadable(), "bytes were left over behind " + message);
        byte[] encoded = MessageBytes.encoded(message::encode);
        byte[] again = MessageBytes.bodyOf(encoded, 1);
        Finding.unless(encoded[0] == input[0], "the type became another");
        Finding.unless(!isNormal(input) || Arrays.equals(again, Arrays.copyOfRange(input, 1, input.length)), "what was decoded does not come back");
        byte[] thrice = MessageBytes.encoded(BackendMessage.decode(input[0], Unpooled.wrappedBuffer(again))::encode);
        Finding.unless(Arrays.equals(encoded, thrice), "what was encoded does not come back");
    }

    /** Of the fields of an error a letter that came twice is kept once. */
    private static boolean isNormal(byte[] input) {
        boolean isError = input[0] == BackendType.ERROR_RESPONSE || input[0] == BackendType.NOTICE_RESPONSE;
        return !isError && MessageBytes.isUtf8(input, 1);
    }
}
