package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Something is worth saying; may come at any time.
 *
 * <pre>'N' | Int32 length | { Byte1 letter | String text }* | Byte1 0</pre>
 */
public record NoticeResponse(ErrorFields fields) implements BackendMessage {

    @Override
    public void encode(ByteBuf out) {
        fields.encode(out, BackendType.NOTICE_RESPONSE);
    }

    /** @throws ProtocolViolationException when the body is malformed */
    public static NoticeResponse decode(ByteBuf body) {
        return new NoticeResponse(ErrorFields.decode(body));
    }
}
