package io.segue.proxy.data.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same cases as libpq's own tests of sslmode=verify-full (src/test/ssl), over certificates of the openssl program. */
class ServerNameTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            db.example.org | | db.example.org | true
            db.example.org | | DB.Example.ORG | true
            db.example.org | | db2.example.org | false
            192.0.2.1 | | 192.0.2.1 | true
            db.example.org | DNS:other.example.org | db.example.org | false
            db.example.org | DNS:other.example.org | other.example.org | true
            db.example.org | IP:192.0.2.1 | db.example.org | true
            192.0.2.2 | IP:192.0.2.1 | 192.0.2.2 | false
            db.example.org | IP:192.0.2.1 | 192.0.2.1 | true
            192.0.2.1 | DNS:db.example.org | 192.0.2.1 | true
            db.example.org | DNS:192.0.2.1 | 192.0.2.1 | true
            db.example.org | IP:2001:db8::1 | 2001:DB8:0:0::1 | true
            db.example.org | IP:2001:db8::1 | 2001:db8::2 | false
            db.example.org | DNS:*.wild.example.org | a.wild.example.org | true
            db.example.org | DNS:*.wild.example.org | a.b.wild.example.org | false
            db.example.org | DNS:*.wild.example.org | wild.example.org | false
            db.example.org | DNS:*.wild.example.org | .wild.example.org | false
            *.wild.example.org | | a.wild.example.org | true
            db.example.org | DNS:a*.wild.example.org | ab.wild.example.org | false
            """)
    void isComparedAsLibpqDoes(String commonName, String alternative, String host, boolean matches) throws Exception {
        Path file = directory.resolve("a.crt");
        List<String> command = new ArrayList<>(List.of(
                "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=" + commonName, "-keyout",
                directory.resolve("a.key").toString(), "-out", file.toString()));
        if (alternative != null) {
            command.addAll(List.of("-addext", "subjectAltName=" + alternative));
        }
        TestAuthority.openssl(command.toArray(String[]::new));

        assertThat(ServerName.matches(Pem.certificates(Files.readString(file)).getFirst(), host)).isEqualTo(matches);
    }
}
