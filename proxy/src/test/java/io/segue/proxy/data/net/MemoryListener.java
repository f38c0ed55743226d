package io.segue.proxy.data.net;

import io.netty.channel.ChannelConfig;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import java.net.SocketAddress;
import java.nio.file.Files;

/** Leaves a file where it listens, as the kernel does. */
public final class MemoryListener extends LocalServerChannel {

    private final ChannelConfig config = new MemoryConfig(this);

    /** The parent's constructor asks before there is one. */
    @Override
    public ChannelConfig config() {
        return config == null ? super.config() : config;
    }

    @Override
    protected void doBind(SocketAddress address) throws Exception {
        super.doBind(address);
        Files.createFile(MemorySockets.file((LocalAddress) address));
    }

    @Override
    protected LocalChannel newLocalChannel(LocalChannel peer) {
        return new MemoryConnection(this, peer);
    }
}
