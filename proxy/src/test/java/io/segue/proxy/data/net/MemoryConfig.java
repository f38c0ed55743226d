package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import java.util.Set;

/** Options that only mean something to the kernel, or to a stream that can be closed by half, are taken and forgotten. */
final class MemoryConfig extends DefaultChannelConfig {

    private static final Set<ChannelOption<?>> MEANINGLESS = Set.of(ChannelOption.SO_BACKLOG, ChannelOption.ALLOW_HALF_CLOSURE);

    MemoryConfig(Channel channel) {
        super(channel);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        return MEANINGLESS.contains(option) || super.setOption(option, value);
    }
}
