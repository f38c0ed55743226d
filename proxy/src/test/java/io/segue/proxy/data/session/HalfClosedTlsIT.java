package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslProvider;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.TlsFiles;
import io.segue.proxy.data.net.tls.ListenerTls;
import io.segue.proxy.data.net.tls.TlsClient;
import io.segue.proxy.data.net.tls.TlsTasks;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.TestAuthority;
import io.segue.proxy.testing.TestAuthority.Issued;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that close their side of TLS, of the connection or of both, and go on listening: a real server says what becomes of it. */
@ParameterizedClass
@EnumSource(value = SslProvider.class, names = {"OPENSSL_REFCNT", "JDK"})
@Timeout(300)
class HalfClosedTlsIT {

    @TempDir
    private static Path directory;

    private static PostgresServer server;
    private static Path authority;
    private static Issued certificate;
    private static SSLSocketFactory trusting;

    @Parameter
    private SslProvider provider;

    private TlsTasks tasks;
    private ListenerTls tls;
    private DataPlane plane;

    @BeforeAll
    static void issue() {
        TestAuthority ours = TestAuthority.in(directory);
        authority = ours.certificate();
        certificate = ours.server("segue", TestAuthority.LOCAL_NAMES);
        trusting = new TlsClient(authority, Optional.empty()).sockets();
        server = PostgresServer.create().encrypt(certificate).authenticate("host all all 127.0.0.1/32 trust").start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        tasks = new TlsTasks(1, 100);
        tls = new ListenerTls(new TlsFiles(certificate.certificate(), certificate.key(), Optional.empty()), provider, tasks);
        plane = new DataPlane(server, server.port(), Authentication.TRUST, DataPlane.CLIENT_LIMITS, Optional.of(tls));
    }

    @AfterEach
    void close() {
        plane.close();
        tls.close();
        tasks.close();
    }

    private enum Ending {
        FIN {
            @Override
            void of(Stranger stranger) throws IOException {
                stranger.saysNoMore();
            }
        },
        CLOSE_NOTIFY {
            @Override
            void of(Stranger stranger) throws IOException {
                stranger.endsTls();
            }
        },
        CLOSE_NOTIFY_AND_FIN {
            @Override
            void of(Stranger stranger) throws IOException {
                stranger.endsTls().saysNoMore();
            }
        };

        abstract void of(Stranger stranger) throws IOException;
    }

    static List<Arguments> endings() {
        List<byte[]> nothing = List.of();
        List<byte[]> slow = List.of(Stranger.query("SELECT pg_sleep(0.2), 'slow'"), Stranger.query("SELECT 42"));
        List<byte[]> large = List.of(Stranger.query("SELECT repeat('x', 1000) FROM generate_series(1, 5000)"), Stranger.query("SELECT 42"));
        List<byte[]> half = List.of(Stranger.query("SELECT 42"), new byte[] {'Q', 0});
        return Stream.of(nothing, slow, large, half)
                .flatMap(words -> Stream.of(Ending.values())
                        .flatMap(ending -> Stream.of("TLSv1.2", "TLSv1.3").map(protocol -> Arguments.of(words, ending, protocol))))
                .toList();
    }

    @ParameterizedTest(name = "{1} {2} behind {0}")
    @MethodSource("endings")
    void areAnsweredAsDirectly(List<byte[]> words, Ending ending, String protocol) throws IOException {
        String directly = answers(server.port(), words, ending, protocol);

        assertThat(answers(plane.port(), words, ending, protocol)).isEqualTo(directly);
        await().until(() -> plane.roster.sessions().isEmpty() && plane.gate.snapshot().inside() == 0);
    }

    private static String answers(int port, List<byte[]> words, Ending ending, String protocol) throws IOException {
        try (Stranger stranger = Stranger.encrypted(port, trusting, protocol)) {
            stranger.logsIn("postgres");
            for (byte[] message : words) {
                stranger.says(message);
            }
            ending.of(stranger);
            return stranger.hearsToTheEnd();
        }
    }

    @Test
    void aCloseNotifyInTls13IsAnsweredAsDirectly() throws Exception {
        byte[] slow = Stranger.query("SELECT pg_sleep(0.5), 'slow'");
        byte[] startup = Stranger.startup("postgres");
        byte[] words = ByteBuffer.allocate(startup.length + slow.length).put(startup).put(slow).array();

        String directly = OpenSslClient.hears(server.port(), authority, words);
        String heard = OpenSslClient.hears(plane.port(), authority, words);

        assertThat(heard).contains("slow").endsWith("Z\0\0\0\5I");
        assertThat(heard.substring(heard.indexOf("slow"))).isEqualTo(directly.substring(directly.indexOf("slow")));
    }

    /** A record of two bytes looks as a close_notify does. */
    @Test
    void messagesInRecordsAsLongAsAnAlertArrive() throws IOException {
        byte[] twice = Stranger.query("SELECT 42");
        try (Stranger stranger = Stranger.encrypted(plane.port(), trusting, "TLSv1.3")) {
            stranger.logsIn("postgres");
            stranger.says(Stranger.query("SELECT pg_sleep(0.2)"));
            for (int i = 0; i < twice.length; i += 2) {
                stranger.says(Arrays.copyOfRange(twice, i, i + 2));
            }
            assertThat(stranger.hears('D').text()).isNotBlank();
            assertThat(stranger.hears('D').text()).endsWith("42");
        }
    }
}
