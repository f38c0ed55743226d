package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * The first thing on a connection: a packet without a type, told apart by its first Int32.
 *
 * <pre>Int32 length | Int32 code or protocol version | ...</pre>
 */
public sealed interface StartupPacket extends FrontendMessage permits StartupMessage, SSLRequest, GSSENCRequest, CancelRequest {

    /** Beyond this a server refuses a start-up packet (MAX_STARTUP_PACKET_LENGTH), in bytes without the length. */
    int MAX_BODY_BYTES = 10_000;

    /**
     * @param body the bytes after the length
     * @throws ProtocolViolationException with what the client is to be told: 08P01 for a malformed packet, 0A000 for a major version other
     *         than 3, 28000 when no user is named
     */
    static StartupPacket decode(ByteBuf body) {
        if (body.readableBytes() < Integer.BYTES || body.readableBytes() > MAX_BODY_BYTES) {
            throw MessageReader.violation("invalid length of startup packet");
        }
        MessageReader reader = new MessageReader(body);
        int code = reader.int32();
        return switch (code) {
            case SSLRequest.CODE -> SSLRequest.decode(reader);
            case GSSENCRequest.CODE -> GSSENCRequest.decode(reader);
            case CancelRequest.CODE -> CancelRequest.decode(reader);
            default -> StartupMessage.decode(ProtocolVersion.of(code), reader);
        };
    }
}
