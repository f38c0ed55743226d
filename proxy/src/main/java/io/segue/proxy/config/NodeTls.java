package io.segue.proxy.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * How Segue, and the other nodes, speak to a node: in libpq's words.
 *
 * @param ca authorities in PEM, on Segue's machine; empty for those that Java brings along
 * @param nodeCa the same on the machines of the other nodes, which replicate from this one; empty when they are not to verify it
 */
public record NodeTls(Mode mode, Optional<Path> ca, Optional<String> nodeCa) {

    private static final String LOCALHOST = "localhost";

    /** libpq's sslmode, without those that give way to whoever is in between. */
    public enum Mode {
        DISABLE,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL;

        /** As it is written in a configuration or a connection string. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What holds when nothing is said: everything is verified, but for what does not leave the machine, where nobody is in between. */
    public static NodeTls standard(String host) {
        return new NodeTls(isLoopback(host) ? Mode.DISABLE : Mode.VERIFY_FULL, Optional.empty(), Optional.empty());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return host.equalsIgnoreCase(LOCALHOST);
        }
    }
}
