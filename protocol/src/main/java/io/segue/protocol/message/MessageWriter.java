package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/** Writes the fields of messages. A message is begun, filled and ended; its length is set at the end. */
final class MessageWriter {

    private MessageWriter() {
    }

    /** @return where the length stands; for {@link #end} */
    static int begin(ByteBuf out, byte type) {
        out.writeByte(type);
        return beginUntyped(out);
    }

    static int beginUntyped(ByteBuf out) {
        int lengthIndex = out.writerIndex();
        out.writeInt(0);
        return lengthIndex;
    }

    static void end(ByteBuf out, int lengthIndex) {
        out.setInt(lengthIndex, out.writerIndex() - lengthIndex);
    }

    /** A message without fields. */
    static void empty(ByteBuf out, byte type) {
        end(out, begin(out, type));
    }

    /** An Authentication message: its Int32 code and what follows. */
    static void authentication(ByteBuf out, int code, byte... data) {
        int lengthIndex = begin(out, BackendType.AUTHENTICATION);
        out.writeInt(code).writeBytes(data);
        end(out, lengthIndex);
    }

    /** @throws IllegalArgumentException when {@code text} holds U+0000: it would end the string early and shift all that follows */
    static void string(ByteBuf out, String text) {
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a string of the protocol cannot hold U+0000");
        }
        ByteBufUtil.writeUtf8(out, text);
        out.writeByte(0);
    }

    /** The same of what {@link MessageReader#anyString} read. */
    static void anyString(ByteBuf out, String text) {
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a string of the protocol cannot hold U+0000");
        }
        out.writeBytes(AnyText.encode(text)).writeByte(0);
    }

    /** @throws IllegalArgumentException when {@code count} does not fit into 16 bits */
    static void count(ByteBuf out, int count) {
        if (count > 0xFFFF) {
            throw new IllegalArgumentException("a message holds at most 65535 of these, not " + count);
        }
        out.writeShort(count);
    }

    /** Int16 count and as many Int32. */
    static void int32s(ByteBuf out, List<Integer> numbers) {
        count(out, numbers.size());
        numbers.forEach(out::writeInt);
    }

    /** Int16 count, and Int32 length and bytes of each; {@code null} is SQL's NULL. */
    static void values(ByteBuf out, List<byte[]> values) {
        count(out, values.size());
        for (byte[] value : values) {
            if (value == null) {
                out.writeInt(-1);
            } else {
                out.writeInt(value.length).writeBytes(value);
            }
        }
    }

    static void formats(ByteBuf out, List<Format> formats) {
        count(out, formats.size());
        formats.forEach(format -> out.writeShort(format.code()));
    }
}
