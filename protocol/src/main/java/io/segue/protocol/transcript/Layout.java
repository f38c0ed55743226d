package io.segue.protocol.transcript;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.transcript.BodyReader.Broken;
import io.segue.protocol.transcript.BodyReader.CutShort;
import java.util.List;

/**
 * What a message is made of.
 *
 * @param name as in the manual
 * @param type its first byte; {@link #NO_TYPE} for the packets of the start-up
 * @param code what the body begins with to tell it apart from others of its type; often nothing
 * @param parts the fields behind that
 */
record Layout(String name, byte type, byte[] code, List<Part> parts) {

    static final byte NO_TYPE = 0;

    static Layout of(String name, int type, Part... parts) {
        return new Layout(name, (byte) type, new byte[0], List.of(parts));
    }

    Layout code(byte... bytes) {
        return new Layout(name, type, bytes, parts);
    }

    /** @param out gets the fields, as far as there are any */
    void read(BodyReader in, List<Term> out) throws Broken, CutShort {
        for (int i = 0; i < code.length; i++) {
            in.int8();
        }
        for (Part part : parts) {
            part.read(in, out);
        }
        in.end();
    }

    void write(List<Term> terms, ByteBuf out) {
        if (type != NO_TYPE) {
            out.writeByte(type);
        }
        int length = out.writerIndex();
        out.writeInt(0).writeBytes(code);
        TermCursor cursor = new TermCursor(terms);
        parts.forEach(part -> part.write(cursor, out));
        cursor.end();
        out.setInt(length, out.writerIndex() - length);
    }
}
