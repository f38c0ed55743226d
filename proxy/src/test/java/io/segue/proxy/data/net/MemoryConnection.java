package io.segue.proxy.data.net;

import io.netty.channel.ChannelConfig;
import io.netty.channel.local.LocalChannel;

/** One end of a connection in memory. */
public final class MemoryConnection extends LocalChannel {

    private final MemoryConfig config = new MemoryConfig(this);

    public MemoryConnection() {}

    MemoryConnection(MemoryListener listener, LocalChannel peer) {
        super(listener, peer);
    }

    /** The parent's constructor asks before there is one. */
    @Override
    public ChannelConfig config() {
        return config == null ? super.config() : config;
    }

    /** As the kernel's sockets, and other than its parent: who asks for bytes never gets them from within. */
    @Override
    protected void doBeginRead() {
        eventLoop().execute(() -> {
            if (isActive()) {
                beginRead();
            }
        });
    }

    private void beginRead() {
        try {
            super.doBeginRead();
        } catch (Exception e) {
            pipeline().fireExceptionCaught(e);
        }
    }
}
