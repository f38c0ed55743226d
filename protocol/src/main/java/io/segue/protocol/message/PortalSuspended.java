package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Execute reached its limit of rows; there may be more.
 *
 * <pre>'s' | Int32 4</pre>
 */
public record PortalSuspended() implements BackendMessage {

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.empty(out, BackendType.PORTAL_SUSPENDED);
    }

    /** @throws ProtocolViolationException when the body is not empty */
    public static PortalSuspended decode(ByteBuf body) {
        new MessageReader(body).end();
        return new PortalSuspended();
    }
}
