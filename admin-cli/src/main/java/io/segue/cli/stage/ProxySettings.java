package io.segue.cli.stage;

import java.util.Optional;

/**
 * What differs between shows in how the proxy and the servers are configured and started.
 *
 * @param nodeHost where the proxy, and the nodes among themselves, reach the nodes: they listen on 127.0.0.1, but something may stand
 *     in between
 * @param limits the keys inside {@code limits}
 * @param javaOptions in place of the heap and the collector that {@code bin/segue} takes by itself
 * @param serverConnections {@code max_connections} of the servers
 * @param listener more keys of the listener, each with a comma in front
 * @param more keys beside {@code limits}
 */
public record ProxySettings(
        String nodeHost, String limits, Optional<String> javaOptions, int serverConnections, String listener, String more) {

    /** For as many clients as can be asked for, the ledger, and the operator. */
    private static final int CONNECTIONS = 600;

    /** Of the servers' connections, for Segue, the operator and whoever wants to look. */
    private static final int ROOM = 50;

    /** Nothing in between; holds may follow each other quickly, because nobody has that many moves to wait for. */
    public static final ProxySettings PLAIN = new ProxySettings(Server.HOST, "hold-gap = 1s");

    public ProxySettings(String nodeHost, String limits) {
        this(nodeHost, limits, Optional.empty(), CONNECTIONS, "", "");
    }

    /** @param moreLimits keys, which win */
    public ProxySettings withLimits(String moreLimits) {
        return new ProxySettings(nodeHost, limits + ", " + moreLimits, javaOptions, serverConnections, listener, more);
    }

    /** @param keys beside {@code limits} */
    public ProxySettings with(String keys) {
        return new ProxySettings(nodeHost, limits, javaOptions, serverConnections, listener, keys);
    }

    public ProxySettings withJavaOptions(String options) {
        return new ProxySettings(nodeHost, limits, Optional.of(options), serverConnections, listener, more);
    }

    /** Clients may encrypt. */
    public ProxySettings withTls(Certificate certificate) {
        String tls = ", tls { certificate = \"%s\", key = \"%s\" }".formatted(certificate.certificate(), certificate.key());
        return new ProxySettings(nodeHost, limits, javaOptions, serverConnections, tls, more);
    }

    /**
     * For many sessions: the servers take them and keep some room, and there is time to open as many spare links beforehand.
     *
     * @param sessions of clients, at most
     */
    public static ProxySettings crowded(int sessions) {
        if (sessions + ROOM <= CONNECTIONS) {
            return PLAIN;
        }
        String limits = PLAIN.limits() + ", warm { sessions = %d, duration = 60s }".formatted(sessions);
        return new ProxySettings(Server.HOST, limits, Optional.empty(), sessions + ROOM, "", "");
    }
}
