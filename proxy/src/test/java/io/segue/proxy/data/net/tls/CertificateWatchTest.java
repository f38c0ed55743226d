package io.segue.proxy.data.net.tls;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.segue.proxy.config.TlsFiles;
import io.segue.proxy.testing.TestAuthority;
import io.segue.proxy.testing.TestAuthority.Issued;
import io.segue.proxy.watch.Meters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files change on disk as they do when certificates are renewed. */
class CertificateWatchTest {


    @TempDir
    private Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TlsTasks tasks = new TlsTasks(1, 1);
    private Issued first;
    private Issued second;
    private ListenerTls tls;
    private CertificateWatch watch;

    @BeforeEach
    void start() throws Exception {
        TestAuthority authority = TestAuthority.in(directory);
        first = authority.server("first", TestAuthority.LOCAL_NAMES);
        second = authority.server("second", TestAuthority.LOCAL_NAMES);
        tls = new ListenerTls(new TlsFiles(first.certificate(), first.key(), Optional.empty()), ListenerTls.provider(), tasks);
        watch = new CertificateWatch(List.of(tls), Duration.ofMillis(10), new Meters(registry));
    }

    @AfterEach
    void stop() {
        watch.close();
        tls.close();
        tasks.close();
    }

    @Test
    void aRenewedPairIsLoaded() {
        second.replace(first);

        await().until(() -> tls.subject().equals("CN=second"));
        assertThat(loads("loaded")).isPositive();
    }

    @Test
    void aBrokenOneLeavesTheOldOneInForceUntilItIsMended() throws Exception {
        Files.writeString(first.certificate(), "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n");
        await().until(() -> loads("refused") == 1);
        assertThat(tls.subject()).isEqualTo("CN=first");

        Files.copy(second.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
        await().until(() -> loads("refused") == 2);
        assertThat(tls.subject()).isEqualTo("CN=first");

        second.replace(first);
        await().until(() -> tls.subject().equals("CN=second"));
    }

    @Test
    void aDirectoryThatIsTurnedToAnotherIsNoticed() throws Exception {
        watch.close();
        Path old = Files.createDirectory(directory.resolve("old"));
        Path young = Files.createDirectory(directory.resolve("young"));
        copy(first, old);
        copy(second, young);
        Path link = Files.createSymbolicLink(directory.resolve("current"), old);
        tls.close();
        tls = new ListenerTls(new TlsFiles(link.resolve("crt"), link.resolve("key"), Optional.empty()), ListenerTls.provider(), tasks);
        watch = new CertificateWatch(List.of(tls), Duration.ofMillis(10), new Meters(registry));

        Path turned = Files.createSymbolicLink(directory.resolve("turned"), young);
        Files.move(turned, link, StandardCopyOption.ATOMIC_MOVE);

        await().until(() -> tls.subject().equals("CN=second"));
    }

    private static void copy(Issued issued, Path to) throws Exception {
        Files.copy(issued.certificate(), to.resolve("crt"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(issued.key(), to.resolve("key"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private double loads(String result) {
        return registry.get("segue.tls.certificate.loads").tag("result", result).counter().count();
    }
}
