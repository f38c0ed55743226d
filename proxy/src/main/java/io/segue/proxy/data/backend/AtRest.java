package io.segue.proxy.data.backend;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.frame.FrameAssembler;
import io.segue.protocol.message.BackendType;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.ProtocolViolationException;

/**
 * Listens to a link that nobody uses: a server may say at any time that a setting has changed. Whoever takes the link gets what was not a
 * whole message yet. Event loop.
 */
final class AtRest implements LinkListener {

    private static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private final BackendLink link;
    private final FrameAssembler frames;

    AtRest(BackendLink link) {
        this.link = link;
        this.frames = new FrameAssembler(link.allocator(), MAX_MESSAGE_BYTES);
    }

    @Override
    public void serverBytes(ByteBuf bytes) {
        try {
            frames.feed(bytes, this::message);
        } catch (ProtocolViolationException e) {
            link.close();
        }
    }

    @Override
    public void serverReadComplete() {
        // nothing was written
    }

    @Override
    public void serverGone() {
        frames.close();
    }

    @Override
    public void serverWritabilityChanged() {
        // nobody writes
    }

    /** What was received of a message that is not whole; the caller owns it. */
    ByteBuf unread() {
        return frames.takeRest();
    }

    private void message(byte type, ByteBuf body) {
        if (type == BackendType.PARAMETER_STATUS) {
            ParameterStatus status = ParameterStatus.decode(body);
            link.parameters().put(status.name(), status.value());
        }
    }
}
