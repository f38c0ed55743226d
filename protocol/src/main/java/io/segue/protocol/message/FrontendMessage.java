package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/** What a client sends. */
public sealed interface FrontendMessage
        permits StartupPacket, PasswordMessage, SASLInitialResponse, SASLResponse,
                Query, Parse, Bind, Describe, Execute, Close, Sync, Flush, Terminate {

    /**
     * Writes type, length and body.
     *
     * @throws IllegalArgumentException when a text holds U+0000 or there are more than 65535 values
     */
    void encode(ByteBuf out);

    /**
     * Decodes a message that may come after the login, of the two query protocols.
     *
     * @throws ProtocolViolationException when the body is malformed, or the type is none of Query, Parse, Bind, Describe, Execute, Close,
     *         Sync, Flush, Terminate
     */
    static FrontendMessage decode(byte type, ByteBuf body) {
        return switch (type) {
            case FrontendType.QUERY -> Query.decode(body);
            case FrontendType.PARSE -> Parse.decode(body);
            case FrontendType.BIND -> Bind.decode(body);
            case FrontendType.DESCRIBE -> Describe.decode(body);
            case FrontendType.EXECUTE -> Execute.decode(body);
            case FrontendType.CLOSE -> Close.decode(body);
            case FrontendType.SYNC -> Sync.decode(body);
            case FrontendType.FLUSH -> Flush.decode(body);
            case FrontendType.TERMINATE -> Terminate.decode(body);
            default -> throw MessageReader.violation("invalid frontend message type " + type);
        };
    }
}
