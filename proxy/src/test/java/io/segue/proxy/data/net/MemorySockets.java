package io.segue.proxy.data.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Connections within the process, for tests in which nothing happens by itself. They are all of the kind of Unix-domain sockets: nobody looks a name up,
 * and a listener has its file. A connection takes any number of bytes, so that nothing is ever held back, and neither end can be closed by half.
 */
public final class MemorySockets implements Sockets {

    /** A transport whose connections live on {@code loops}. */
    public static Transport transport(List<MemoryLoop> loops, ByteBufAllocator memory) {
        return new Transport(new MemorySockets(), new MemoryLoops(loops), memory, new AdaptiveRecvByteBufAllocator());
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public IoHandlerFactory loops() {
        return LocalIoHandler.newFactory();
    }

    @Override
    public Class<? extends ServerChannel> listener() {
        throw noAddresses();
    }

    @Override
    public Class<? extends Channel> link() {
        throw noAddresses();
    }

    @Override
    public Class<? extends ServerChannel> localListener() {
        return MemoryListener.class;
    }

    @Override
    public Class<? extends Channel> localLink() {
        return MemoryConnection.class;
    }

    /** Addresses in memory do not tell large letters from small ones. */
    @Override
    public SocketAddress local(DomainSocketAddress address) {
        return new LocalAddress(HexFormat.of().formatHex(address.path().getBytes(UTF_8)));
    }

    static Path file(LocalAddress address) {
        return Path.of(new String(HexFormat.of().parseHex(address.id()), UTF_8));
    }

    @Override
    public Map<ChannelOption<Integer>, Integer> keepAlive(int idle, int pause, int probes) {
        return Map.of();
    }

    private static UnsupportedOperationException noAddresses() {
        return new UnsupportedOperationException("in memory everybody is found by the file of a socket");
    }
}
