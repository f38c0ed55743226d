package io.segue.proxy.watch;

import java.util.Optional;

/**
 * One connection of a session, as SHOW SOCKETS shows it.
 *
 * @param peer the other end
 * @param own this end
 * @param serverPid of the backend at the other end; empty when a client is there
 * @param tls the version of TLS that is spoken; empty in clear
 * @param unsentBytes written, and not taken by the kernel yet, because the other end does not read
 */
public record SocketView(End peer, End own, Optional<Integer> serverPid, String tls, long unsentBytes) {

    /** An end of a connection. */
    public sealed interface End {

        /** @param host never a name */
        record Tcp(String host, int port) implements End {}

        /** A Unix-domain socket. */
        record Local() implements End {}
    }
}
