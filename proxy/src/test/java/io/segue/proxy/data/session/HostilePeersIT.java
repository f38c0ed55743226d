package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.ssl.SslProvider;
import io.segue.protocol.message.SSLRequest;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.TlsFiles;
import io.segue.proxy.data.entrance.BadPeers;
import io.segue.proxy.data.net.tls.ListenerTls;
import io.segue.proxy.data.net.tls.TlsTasks;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.TestAuthority;
import io.segue.proxy.testing.TestAuthority.Issued;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What strangers say before they have proved who they are: they are answered or closed, and nobody else feels it. */
@Isolated("it reads what all of the process logs")
class HostilePeersIT {

    private static final int MOST_BYTES_EACH = 64 * 1024;

    @TempDir
    private static Path directory;

    private static PostgresServer server;
    private static TlsTasks tasks;
    private static ListenerTls tls;
    private static DataPlane plane;

    @BeforeAll
    static void start() throws IOException {
        Issued certificate = TestAuthority.in(directory).server("segue", TestAuthority.LOCAL_NAMES);
        tasks = new TlsTasks(1, 100);
        tls = new ListenerTls(new TlsFiles(certificate.certificate(), certificate.key(), Optional.empty()), SslProvider.OPENSSL_REFCNT, tasks);
        server = PostgresServer.create().start();
        plane = new DataPlane(server, server.port(), Authentication.SCRAM_SHA_256, DataPlane.CLIENT_LIMITS, Optional.of(tls));
    }

    @AfterAll
    static void stop() {
        plane.close();
        tls.close();
        tasks.close();
        server.close();
    }

    @AfterEach
    void theProxyIsUnharmed() throws SQLException {
        try (Connection connection = plane.connect(); ResultSet rows = connection.createStatement().executeQuery("SELECT 1")) {
            assertThat(rows.next()).isTrue();
        }
        await().until(() -> plane.halfOpenLogins.present() == 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wordsThatAreRefused")
    void whatIsNoStartIsRefusedAtOnce(String name, List<byte[]> words, String expected) throws IOException {
        try (Stranger stranger = new Stranger(plane.port())) {
            for (byte[] word : words) {
                stranger.says(word);
            }

            assertThat(Stranger.sqlState(stranger.hearsToTheEnd())).isEqualTo(expected);
        }
    }

    static Stream<Arguments> wordsThatAreRefused() {
        byte[] start = Stranger.startup("postgres");
        byte[] mechanism = Stranger.text("SCRAM-SHA-256\0");
        return Stream.of(
                refused("a start-up packet of 2 GB", "08P01", number(0x7FFF_FFFF)),
                refused("a start-up packet of -1 bytes", "08P01", number(-1)),
                refused("a start-up packet of 0 bytes", "08P01", number(0)),
                refused("a start-up packet of 3 bytes", "08P01", number(3)),
                refused("a start-up packet of 10,005 bytes", "08P01", number(10_005)),
                refused("a web browser", "08P01", Stranger.text("GET / HTTP/1.1\r\nHost: segue\r\n\r\n")),
                refused("a secure shell", "08P01", Stranger.text("SSH-2.0-OpenSSH_9.2\r\n")),
                refused("a version of the next century", "0A000", number(8), number(4 << 16)),
                refused("a start-up packet without an end", "08P01", number(20), number(3 << 16), Stranger.text("user\0postgres")),
                refused("a query before the password", "08P01", start, Stranger.query("DROP TABLE accounts")),
                refused("a password of 1 GB", "08P01", start, Stranger.message('p', 1 << 30, new byte[100])),
                refused("a password of 64 KiB and a byte", "08P01", start, Stranger.message('p', 65_536, new byte[0])),
                refused("a password of -1 bytes", "08P01", start, Stranger.message('p', -1, new byte[0])),
                refused("a password of 0 bytes", "08P01", start, Stranger.message('p', 0, new byte[0])),
                refused("a password of 3 bytes", "08P01", start, Stranger.message('p', 3, new byte[0])),
                refused("an unknown mechanism", "08P01", start, Stranger.message('p', 13, Stranger.text("PLAIN\0\0\0\0"))),
                refused("a mechanism without an exchange", "08P01", start,
                        Stranger.message('p', 4 + mechanism.length + 4, join(mechanism, number(0)))));
    }

    private static Arguments refused(String name, String sqlState, byte[]... words) {
        return Arguments.of(name, List.of(words), sqlState);
    }

    @Test
    void randomBytesAreRefusedOrClosed() throws IOException {
        Random random = new Random(25);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + random.nextInt(500)];
            random.nextBytes(noise);
            // A first byte of 0 would be a length to wait for.
            noise[0] |= 1;
            try (Stranger stranger = new Stranger(plane.port())) {
                stranger.says(noise);
                if (noise.length >= Integer.BYTES) {
                    stranger.hearsToTheEnd();
                }
            }
        }
    }

    @Test
    void whoStopsInTheMiddleIsClosedByTheDeadlineAndHoldsLittleMemory() throws Exception {
        long before = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
        List<Stranger> slow = new ArrayList<>();
        List<Stranger> shakingHands = new ArrayList<>();
        byte[] hello = clientHello();
        for (int i = 0; i < 20; i++) {
            slow.add(new Stranger(plane.port()));
            slow.add(new Stranger(plane.port()).says(new byte[] {0, 0, 1}));
            slow.add(new Stranger(plane.port()).says(number(10_000), new byte[9_000]));
            Stranger atItsPassword = new Stranger(plane.port()).says(Stranger.startup("postgres"));
            atItsPassword.hears('R');
            slow.add(atItsPassword.says(Stranger.message('p', 65_535, new byte[65_530])));
            shakingHands.add(whoWantsTls());
            shakingHands.add(whoWantsTls().says(Arrays.copyOf(hello, hello.length / 2)));
            Stranger beforeItsFinish = whoWantsTls().says(hello);
            assertThat(beforeItsFinish.hearsByte()).as("a handshake record, RFC 8446, 5.1").isEqualTo((char) 22);
            shakingHands.add(beforeItsFinish);
            shakingHands.add(new Stranger(plane.port()).says(Arrays.copyOf(hello, hello.length / 2)));
        }
        int peers = slow.size() + shakingHands.size();
        await().until(() -> plane.halfOpenLogins.present() == peers);

        long held = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - before;
        assertThat(held).isPositive().isLessThan((long) peers * MOST_BYTES_EACH);

        for (Stranger each : shakingHands) {
            assertThat(Stranger.sqlState(each.hearsToTheEnd())).as("what it could not read").isEmpty();
            each.close();
        }
        for (Stranger each : slow) {
            String heard = each.hearsToTheEnd();
            assertThat(Stranger.sqlState(heard)).isEqualTo("57014");
            assertThat(heard).contains("canceling authentication due to timeout");
            each.close();
        }
        await().until(() -> PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - before < MOST_BYTES_EACH);
    }

    private static Stranger whoWantsTls() throws IOException {
        Stranger stranger = new Stranger(plane.port()).says(number(8), number(SSLRequest.CODE));
        assertThat(stranger.hearsByte()).isEqualTo('S');
        return stranger;
    }

    /** The first record of a handshake. */
    private static byte[] clientHello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), record);
        return Arrays.copyOf(record.array(), record.position());
    }

    @Test
    void aCrowdOfBadPeersIsOneLineInTheLogAndAllOfItInTheMeters() throws IOException {
        ListAppender<ILoggingEvent> written = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(BadPeers.class);
        logger.setLevel(Level.INFO);
        logger.addAppender(written);
        written.start();
        double refusedBefore = refused();
        try {
            for (int i = 0; i < 50; i++) {
                try (Stranger stranger = new Stranger(plane.port()).says(number(-1))) {
                    stranger.hearsToTheEnd();
                }
            }
            assertThat(refused() - refusedBefore).isEqualTo(50);
            assertThat(written.list).hasSizeLessThanOrEqualTo(1);
        } finally {
            logger.detachAppender(written);
            logger.setLevel(null);
        }
    }

    private static double refused() {
        return plane.registry.counter("segue.connections.refused", "reason", "not_postgresql").count();
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static byte[] join(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
    }
}
