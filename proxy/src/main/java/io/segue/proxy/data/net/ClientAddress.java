package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Where a client comes from, the one notion of it for rules, limits, logs and the console. It stands at the connection, and whoever knows
 * better than the socket has said so before the first byte of the client is read. Event loop of the channel.
 */
public sealed interface ClientAddress {

    AttributeKey<ClientAddress> KEY = AttributeKey.valueOf(ClientAddress.class, "address");

    static ClientAddress of(Channel channel) {
        ClientAddress said = channel.attr(KEY).get();
        return said == null ? of(channel.remoteAddress()) : said;
    }

    private static ClientAddress of(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet ? new Tcp(inet.getAddress(), inet.getPort()) : new Local();
    }

    /** @param host never a name */
    record Tcp(InetAddress host, int port) implements ClientAddress {

        @Override
        public String toString() {
            String address = host.getHostAddress();
            return address.indexOf(':') < 0 ? address + ":" + port : "[" + address + "]:" + port;
        }
    }

    /** On this machine, through a Unix-domain socket; PostgreSQL says it like this, too. */
    record Local() implements ClientAddress {

        @Override
        public String toString() {
            return "[local]";
        }
    }
}
