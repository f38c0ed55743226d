package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeTls;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGProperty;

/** How {@link NodeTls} is said to the JDBC driver, and to libpq on the machine of another node. */
final class NodeEncryption {

    /** Verifies with the authorities that Java brings along; the driver's own wants a file. */
    private static final String JAVA_AUTHORITIES = "org.postgresql.ssl.DefaultJavaSSLFactory";

    private NodeEncryption() {}

    static void tell(Properties driver, NodeTls tls) {
        PGProperty.SSL_MODE.set(driver, tls.mode().word());
        Optional<Path> ca = tls.ca();
        if (ca.isPresent()) {
            PGProperty.SSL_ROOT_CERT.set(driver, ca.get().toString());
        } else if (verifies(tls)) {
            PGProperty.SSL_FACTORY.set(driver, JAVA_AUTHORITIES);
        }
    }

    /** Without authorities of its own the other node encrypts, and believes whoever answers; it has no others than a file. */
    static void tell(Map<String, String> libpq, NodeTls tls) {
        switch (tls.mode()) {
            case DISABLE -> { } // libpq's own way, which encrypts where the server wants it
            case REQUIRE -> libpq.put("sslmode", NodeTls.Mode.REQUIRE.word());
            case VERIFY_CA, VERIFY_FULL -> {
                libpq.put("sslmode", (tls.nodeCa().isPresent() ? tls.mode() : NodeTls.Mode.REQUIRE).word());
                tls.nodeCa().ifPresent(ca -> libpq.put("sslrootcert", ca));
            }
        }
    }

    private static boolean verifies(NodeTls tls) {
        return switch (tls.mode()) {
            case VERIFY_CA, VERIFY_FULL -> true;
            case DISABLE, REQUIRE -> false;
        };
    }
}
