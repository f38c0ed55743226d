package io.segue.cli.console;

import java.util.Optional;

/**
 * Where the console is and who asks.
 *
 * @param host name or IP address
 * @param port the proxy's port for clients; the console has none of its own
 * @param password empty when none is known; the driver then looks into {@code PGPASSFILE} and {@code ~/.pgpass}
 */
public record Credentials(String host, int port, String user, Optional<String> password) {

    /** The virtual database. */
    public static final String DATABASE = "segue";

    public Credentials withPassword(String given) {
        return new Credentials(host, port, user, Optional.of(given));
    }

    /** {@code host:port}, for people. */
    public String address() {
        return bracketed() + ":" + port;
    }

    String url() {
        return "jdbc:postgresql://" + address() + "/" + DATABASE;
    }

    private String bracketed() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + "@" + address();
    }
}
