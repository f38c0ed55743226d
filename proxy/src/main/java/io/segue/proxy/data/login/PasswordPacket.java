package io.segue.proxy.data.login;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.message.PasswordMessage;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;

/** Reads what a client answers to md5 and password; refuses in the server's words (auth.c, recv_password_packet). */
final class PasswordPacket {

    private PasswordPacket() {}

    static PasswordMessage read(ByteBuf body) {
        int terminator = body.bytesBefore((byte) 0);
        if (terminator < 0 || terminator != body.readableBytes() - 1) {
            throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "invalid password packet size");
        }
        if (terminator == 0) {
            throw new ProtocolViolationException(SqlState.INVALID_PASSWORD, "empty password returned by client");
        }
        return PasswordMessage.decode(body);
    }
}
