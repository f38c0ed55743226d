package io.segue.protocol.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Bodies and encoded messages as arrays. */
final class MessageBytes {

    private static final int LENGTH_BYTES = 4;

    private MessageBytes() {}

    /** A body that ends where its array does, with a byte in front of it that does not belong to it. */
    static ByteBuf body(byte[] input) {
        return Unpooled.wrappedBuffer(input).skipBytes(1);
    }

    static byte[] encoded(Consumer<ByteBuf> encode) {
        ByteBuf out = Unpooled.buffer();
        encode.accept(out);
        return ByteBufUtil.getBytes(out);
    }

    /**
     * The body of an encoded message, whose length has to be right.
     *
     * @param lengthIndex 1 behind a type, 0 where there is none
     */
    static byte[] bodyOf(byte[] message, int lengthIndex) {
        Finding.unless(ByteBuffer.wrap(message).getInt(lengthIndex) == message.length - lengthIndex, "an encoded message has another length");
        return Arrays.copyOfRange(message, lengthIndex + LENGTH_BYTES, message.length);
    }

    static boolean isUtf8(byte[] bytes, int from) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, bytes.length - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
