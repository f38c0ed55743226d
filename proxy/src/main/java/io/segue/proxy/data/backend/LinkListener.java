package io.segue.proxy.data.backend;

import io.netty.buffer.ByteBuf;

/** Who hears what a server says on a link. One at a time; called on the link's event loop. */
public interface LinkListener {

    /** @param bytes as they were read; now owned by the listener */
    void serverBytes(ByteBuf bytes);

    /** No more bytes for this turn of the loop: what was written may be flushed. */
    void serverReadComplete();

    /** The connection is closed; all bytes were delivered before. */
    void serverGone();

    /** The link's outbound buffer passed one of its water marks. */
    void serverWritabilityChanged();
}
