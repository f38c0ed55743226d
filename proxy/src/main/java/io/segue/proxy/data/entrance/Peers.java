package io.segue.proxy.data.entrance;

import io.segue.proxy.data.net.ClientAddress;

/** What peers are called in counts and in the log. Pure. */
public final class Peers {

    private Peers() {}

    /** The address without its port: all connections of one host have the same. */
    public static String host(ClientAddress peer) {
        return switch (peer) {
            case ClientAddress.Tcp(var host, int _) -> host.getHostAddress();
            case ClientAddress.Local local -> local.toString();
        };
    }
}
