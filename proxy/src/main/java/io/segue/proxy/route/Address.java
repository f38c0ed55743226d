package io.segue.proxy.route;

/**
 * Where a PostgreSQL server listens.
 *
 * @param host name or IP address; resolved anew at every dial
 * @param port TCP port, 1 to 65535
 */
public record Address(String host, int port) {

    public Address {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a node's host is empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
