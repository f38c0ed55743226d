package io.segue.proxy.data.session;

import static io.segue.proxy.data.session.StartupClient.packet;
import static io.segue.proxy.data.session.StartupClient.query;
import static io.segue.proxy.data.session.StartupClient.startup;
import static io.segue.proxy.testing.Patience.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.CancelRequest;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.GSSENCRequest;
import io.segue.protocol.message.SSLRequest;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.TlsFiles;
import io.segue.proxy.data.net.tls.ListenerTls;
import io.segue.proxy.data.net.tls.TlsClient;
import io.segue.proxy.data.net.tls.TlsTasks;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.TestAuthority;
import io.segue.proxy.testing.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that can begin a connection, said to a real server and to Segue in front of it, gets the same answer from both. */
class StartupZooIT {

    @TempDir
    private static Path directory;

    private static final byte[] SSL = bytes(new SSLRequest());
    private static final byte[] GSS = bytes(new GSSENCRequest());
    private static final byte[] GOOD = startup(3, 0, "user", "postgres", "database", "postgres");

    private static PostgresServer server;
    private static TlsTasks tasks;
    private static ListenerTls tls;
    private static DataPlane plane;
    private static DataPlane plain;
    private static TlsClient encryption;

    /** Says something to whoever listens on a port and tells what came of it. */
    @FunctionalInterface
    private interface Animal {
        List<String> meets(StartupClient client) throws IOException;
    }

    @BeforeAll
    static void start() throws IOException {
        TestAuthority authority = TestAuthority.in(directory);
        Issued certificate = authority.server("server", TestAuthority.LOCAL_NAMES);
        server = PostgresServer.create()
                .encrypt(certificate)
                .authenticate("host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust")
                .start();
        server.execute("CREATE DATABASE app");
        server.execute("CREATE ROLE unlucky LOGIN");
        server.execute("ALTER ROLE unlucky SET session_preload_libraries = 'no_such_library'");
        server.execute("UPDATE pg_database SET datcollversion = 'of another library' WHERE datname = 'app'");
        tasks = new TlsTasks(1, 10);
        tls = new ListenerTls(new TlsFiles(certificate.certificate(), certificate.key(), Optional.empty()), ListenerTls.provider(), tasks);
        plane = new DataPlane(server, server.port(), Authentication.TRUST, DataPlane.CLIENT_LIMITS, Optional.of(tls));
        plain = new DataPlane(server, server, Authentication.TRUST);
        encryption = new TlsClient(authority.certificate(), Optional.empty());
    }

    @AfterAll
    static void stop() {
        plain.close();
        plane.close();
        tls.close();
        tasks.close();
        server.close();
    }

    static Stream<Named<Animal>> animals() {
        return Stream.of(
                animal("a plain start", client -> client.say(GOOD).hears()),
                animal("no database", client -> client.say(startup(3, 0, "user", "postgres")).hears()),
                animal("an empty database", client -> client.say(startup(3, 0, "user", "postgres", "database", "")).hears()),
                animal("no user", client -> client.say(startup(3, 0, "database", "postgres")).hears()),
                animal("an empty user", client -> client.say(startup(3, 0, "user", "", "database", "postgres")).hears()),
                animal("a name without a value", client -> client.say(packet(3 << 16, "user\0".getBytes(US_ASCII))).hears()),
                animal("no terminator", client -> client.say(packet(3 << 16, "user\0postgres\0".getBytes(US_ASCII))).hears()),
                animal("bytes behind the terminator",
                        client -> client.say(packet(3 << 16, "user\0postgres\0\0more\0".getBytes(US_ASCII))).hears()),
                animal("version 1.0", client -> client.say(startup(1, 0, "user", "postgres")).hears()),
                animal("version 2.0", client -> client.say(startup(2, 0, "user", "postgres")).hears()),
                animal("version 4.0", client -> client.say(startup(4, 0, "user", "postgres")).hears()),
                animal("an unknown database", client -> client.say(startup(3, 0, "user", "postgres", "database", "missing")).hears()),
                animal("a database of which the server remarks something",
                        client -> client.say(startup(3, 0, "user", "postgres", "database", "app")).hears()),
                animal("a role whose library is not there, which the server says behind its settings",
                        client -> client.say(startup(3, 0, "user", "unlucky", "database", "postgres")).hears()),
                animal("a role that is not there", client -> client.say(startup(3, 0, "user", "nobody", "database", "postgres")).hears()),
                started("options", "options", "-c DateStyle=German -c application_name=a\\ b\\\\c"),
                started("options of the long kind", "options", "--DateStyle=German"),
                started("a broken option", "options", "-c nonsense"),
                started("settings", "DateStyle", "SQL, DMY", "application_name", "a = 'b' \\ c", "client_encoding", "LATIN1"),
                started("a name in Latin-1", "application_name", "caf\u00e9"),
                started("an unknown setting", "no_such_thing", "1"),
                started("an unknown setting of an extension", "app.no_such_thing", "1"),
                started("a setting with a bad value", "DateStyle", "Martian"),
                started("a setting sent twice", "application_name", "one", "application_name", "two"),
                started("no replication", "replication", "OFF"),
                started("replication of a database", "replication", "database"),
                started("replication in an unknown word", "replication", "perhaps"),
                animal("physical replication", client -> client.say(startup(3, 0, "user", "postgres", "replication", "YES")).hears()),
                animal("physical replication, abbreviated", client -> client.say(startup(3, 0, "user", "postgres", "replication", "t")).hears()),
                animal("a cancel that nobody waits for", client -> client.say(packet(80877102, new byte[8])).hears()),
                animal("TLS", client -> encrypted(client).say(GOOD).hears()),
                animal("TLS, and the name of the protocol", client -> encrypted(client, "postgresql").say(GOOD).hears()),
                animal("TLS inside of TLS", client -> encrypted(client).say(SSL).hears()),
                animal("GSS inside of TLS", client -> encrypted(client).say(GSS).hears()),
                animal("a cancel through TLS", client -> encrypted(client).say(packet(80877102, new byte[8])).hears()));
    }

    @ParameterizedTest
    @MethodSource("animals")
    void isAnsweredByBothAlike(Animal animal) throws IOException {
        List<String> directly = meeting(server.port(), animal);

        assertThat(meeting(plane.port(), animal)).isEqualTo(directly);
        assertThat(directly).isNotEmpty();
    }

    /** A server that was built with GSS takes the request up, which Segue never does; what follows is as where it was not. */
    @Test
    void gssIsDeclinedAndTheClientGoesOnAsItLikes() throws IOException {
        assertThat(meeting(plane.port(), client -> list(client.say(GSS).letter(), client.say(GOOD).hears()))).startsWith("N").endsWith("Z");
        assertThat(meeting(plane.port(), client -> list(client.say(GSS).letter(), encrypted(client).say(GOOD).hears())))
                .startsWith("N").endsWith("Z");
        assertThat(meeting(plane.port(), client -> list(client.say(GSS).letter(), client.say(GSS).hears())))
                .containsExactly("N", "error FATAL 0A000 unsupported frontend protocol 1234.5680: server supports 3.0 and later", "closed");
    }

    @Test
    void withoutACertificateBothKindsOfEncryptionAreDeclinedInAnyOrder() throws IOException {
        try (StartupClient client = new StartupClient(plain.port())) {
            assertThat(client.say(SSL).letter()).isEqualTo('N');
            assertThat(client.say(GSS).letter()).isEqualTo('N');
            assertThat(client.say(SSL).letter()).isEqualTo('N');
            assertThat(client.say(GOOD).hears()).endsWith("Z");
        }
    }

    /** As servers up to 16 refuse them; from 17 on they count as a part of the handshake, which fails for it without a word. */
    @Test
    void bytesBehindAnAcceptedRequestAreRefused() throws IOException {
        try (StartupClient client = new StartupClient(plane.port())) {
            assertThat(client.say(SSL, GOOD).letter()).isEqualTo('S');
            assertThat(shaken(client).hears()).containsExactly("error FATAL 08P01 received unencrypted data after SSL request", "closed");
        }
    }

    @Test
    void bytesBehindADeclinedRequestAreRefused() throws IOException {
        for (byte[] request : List.of(SSL, GSS)) {
            try (StartupClient client = new StartupClient(plain.port())) {
                assertThat(client.say(request, GOOD).letter()).isEqualTo('N');
                assertThat(client.hears()).containsExactly("error FATAL 08P01 received unencrypted data after SSL request", "closed");
            }
        }
    }

    /** What PostgreSQL 17 and later do; the server at hand may be older. */
    @Test
    void directTlsTakesTheNameOfTheProtocol() throws IOException {
        try (StartupClient client = new StartupClient(plane.port())) {
            client.through(encryption.over(client.socket(), "postgresql"));
            assertThat(client.say(GOOD).hears()).endsWith("Z");
        }
        try (StartupClient client = new StartupClient(plane.port())) {
            client.through(encryption.over(client.socket()));
            assertThat(client.hears()).containsExactly("closed");
        }
        try (StartupClient client = new StartupClient(plain.port())) {
            assertThatThrownBy(() -> encryption.over(client.socket(), "postgresql")).isInstanceOf(IOException.class);
        }
    }

    /** What PostgreSQL 18 does; the server at hand may be older. */
    @Test
    void newerVersionsAreNegotiatedAndGetLongKeys() throws IOException {
        assertThat(meeting(plane.port(), client -> client.say(startup(3, 2, "user", "postgres")).hears()))
                .contains("a key of 32 bytes").noneMatch(heard -> heard.startsWith("speaks"));
        assertThat(meeting(plane.port(), client -> client.say(startup(3, 0, "user", "postgres")).hears())).contains("a key of 4 bytes");
        assertThat(meeting(plane.port(), client -> client.say(startup(3, 9999, "user", "postgres", "_pq_.grease", "1")).hears()))
                .startsWith("speaks 3.2 and not [_pq_.grease]").contains("a key of 32 bytes").endsWith("Z");
        assertThat(meeting(plane.port(), client -> client.say(startup(3, 0, "user", "postgres", "_pq_.other", "")).hears()))
                .startsWith("speaks 3.0 and not [_pq_.other]").contains("a key of 4 bytes").endsWith("Z");
    }

    @Test
    void aLongKeyCancelsThroughTls() throws IOException {
        try (StartupClient client = new StartupClient(plane.port())) {
            encrypted(client).say(startup(3, 2, "user", "postgres")).hears();
            client.say(query("SELECT pg_sleep(30)"));
            await().until(() -> server.psql("-c", "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(30)' AND state = 'active'")
                    .equals("1"));

            try (StartupClient canceller = new StartupClient(plane.port())) {
                byte[] cancel = bytes(new CancelRequest(client.key().processId(), client.key().key()));
                assertThat(encrypted(canceller).say(cancel).hears()).containsExactly("closed");
            }

            assertThat(client.hears()).anyMatch(heard -> heard.startsWith("error ERROR 57014")).endsWith("Z");
        }
    }

    private static Named<Animal> animal(String name, Animal animal) {
        return Named.of(name, animal);
    }

    private static Named<Animal> started(String name, String... words) {
        String[] all = Stream.concat(Stream.of("user", "postgres", "database", "postgres"), Stream.of(words)).toArray(String[]::new);
        return animal(name, client -> client.say(startup(3, 0, all)).hears());
    }

    private static List<String> meeting(int port, Animal animal) throws IOException {
        try (StartupClient client = new StartupClient(port)) {
            return animal.meets(client).stream().map(StartupZooIT::withoutOwnNewest).toList();
        }
    }

    /** The newest version that is spoken differs between servers, and Segue speaks that of the newest. */
    private static String withoutOwnNewest(String heard) {
        return heard.replaceAll("server supports 3.0 to 3.\\d", "server supports 3.0 and later");
    }

    private static StartupClient encrypted(StartupClient client, String... protocols) throws IOException {
        assertThat(client.say(SSL).letter()).isEqualTo('S');
        return shaken(client, protocols);
    }

    private static StartupClient shaken(StartupClient client, String... protocols) throws IOException {
        client.through(encryption.over(client.socket(), protocols));
        return client;
    }

    private static List<String> list(char letter, List<String> heard) {
        return Stream.concat(Stream.of(String.valueOf(letter)), heard.stream()).toList();
    }

    private static byte[] bytes(FrontendMessage message) {
        ByteBuf out = Unpooled.buffer();
        message.encode(out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
