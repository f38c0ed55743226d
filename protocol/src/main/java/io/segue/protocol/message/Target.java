package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/** What Describe and Close are about. */
public enum Target {

    STATEMENT('S'),
    PORTAL('P');

    private final byte code;

    Target(char code) {
        this.code = (byte) code;
    }

    public byte code() {
        return code;
    }

    static Target decode(MessageReader reader, String message) {
        byte code = reader.int8();
        return switch (code) {
            case 'S' -> STATEMENT;
            case 'P' -> PORTAL;
            default -> throw MessageReader.violation("invalid " + message + " message subtype " + code);
        };
    }

    void encode(ByteBuf out, byte type, String name) {
        int start = MessageWriter.begin(out, type);
        out.writeByte(code);
        MessageWriter.string(out, name);
        MessageWriter.end(out, start);
    }
}
