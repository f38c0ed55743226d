package io.segue.proxy.data.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.segue.proxy.config.TlsFiles;
import io.segue.proxy.data.net.ChannelBinding;
import io.segue.proxy.data.net.ClientCertificate;
import io.segue.proxy.data.net.ClientSecurity;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.testing.TestAuthority;
import io.segue.proxy.testing.TestAuthority.Issued;
import io.segue.proxy.testing.TestTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handshakes with Java's own client, by both providers. */
class ListenerTlsTest {

    @TempDir
    private static Path directory;

    private static TestAuthority authority;
    private static Issued server;
    private static final TlsTasks TASKS = new TlsTasks(1, 10);
    private static final Transport TRANSPORT = new Transport(TestTransport.KIND, 1);

    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private Optional<Channel> listening = Optional.empty();

    /** What a handshake came to, on the listener's side. */
    private record Outcome(Optional<ClientSecurity.Encrypted> security, boolean namedProtocol) {}

    @BeforeAll
    static void issue() {
        authority = TestAuthority.in(directory);
        server = authority.server("server", TestAuthority.LOCAL_NAMES);
    }

    @AfterAll
    static void stop() {
        TRANSPORT.close();
        TASKS.close();
    }

    @AfterEach
    void stopListening() {
        listening.ifPresent(channel -> channel.close().syncUninterruptibly());
    }

    @Test
    void theNativeProviderIsThere() {
        assertThat(ListenerTls.provider()).isEqualTo(SslProvider.OPENSSL_REFCNT);
    }

    @ParameterizedTest
    @EnumSource(value = SslProvider.class, names = {"OPENSSL_REFCNT", "JDK"})
    void aClientIsKnownByItsCertificate(SslProvider provider) throws Exception {
        Issued own = authority.client("own", "/O=Shop, Ltd/CN=app");
        try (ListenerTls tls = new ListenerTls(files(Optional.of(authority.certificate())), provider, TASKS)) {
            int port = listen(tls);

            try (SSLSocket socket = connect(port, Optional.of(own), ListenerTls.POSTGRESQL)) {
                Outcome outcome = outcome();
                assertThat(socket.getApplicationProtocol()).isEqualTo(ListenerTls.POSTGRESQL);
                assertThat(outcome.namedProtocol()).isTrue();
                assertThat(outcome.security()).hasValueSatisfying(security -> {
                    assertThat(security.protocol()).isEqualTo("TLSv1.3");
                    assertThat(security.cipher()).startsWith("TLS_").isEqualTo(socket.getSession().getCipherSuite());
                    assertThat(security.certificate()).hasValue(new ClientCertificate(Optional.of("app"), "CN=app,O=Shop\\, Ltd"));
                    assertThat(security.binding()).isEqualTo(bindingSeenBy(socket));
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = SslProvider.class, names = {"OPENSSL_REFCNT", "JDK"})
    void aClientNeedsNoCertificateAndNoProtocol(SslProvider provider) throws Exception {
        try (ListenerTls tls = new ListenerTls(files(Optional.of(authority.certificate())), provider, TASKS)) {
            int port = listen(tls);

            try (SSLSocket _ = connect(port, Optional.empty())) {
                assertThat(outcome()).satisfies(outcome -> {
                    assertThat(outcome.namedProtocol()).isFalse();
                    assertThat(outcome.security().orElseThrow().certificate()).isEmpty();
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = SslProvider.class, names = {"OPENSSL_REFCNT", "JDK"})
    void aCertificateOfAnotherAuthorityIsRefused(SslProvider provider) throws Exception {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Issued foreign = TestAuthority.in(elsewhere).client("foreign", "/CN=app");
        try (ListenerTls tls = new ListenerTls(files(Optional.of(authority.certificate())), provider, TASKS)) {
            int port = listen(tls);

            assertThatThrownBy(() -> {
                try (SSLSocket socket = connect(port, Optional.of(foreign))) {
                    socket.getInputStream().read(); // in TLS 1.3 the refusal comes behind the client's own end of the handshake
                }
                // The alert, or the end of the connection, where that comes while the client still writes its part of the handshake.
            }).isInstanceOfAny(SSLException.class, SocketException.class);
            assertThat(outcome().security()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(value = SslProvider.class, names = {"OPENSSL_REFCNT", "JDK"})
    void aRenewedCertificateIsShownToWhoComesNext(SslProvider provider) throws Exception {
        Issued file = authority.server("renewed", TestAuthority.LOCAL_NAMES);
        try (ListenerTls tls = new ListenerTls(new TlsFiles(file.certificate(), file.key(), Optional.empty()), provider, TASKS)) {
            int port = listen(tls);
            try (SSLSocket before = connect(port, Optional.empty())) {
                server.replace(file);
                tls.load();
                try (SSLSocket after = connect(port, Optional.empty())) {
                    assertThat(certificate(after)).isNotEqualTo(certificate(before)).isEqualTo(read(server));
                    assertThat(tls.subject()).isEqualTo("CN=server");
                }
            }
        }
    }

    @Test
    void whatCannotBeUsedIsRefusedWithItsFileAndReason() throws Exception {
        Issued other = authority.server("other", TestAuthority.LOCAL_NAMES);
        Path open = Files.copy(other.key(), directory.resolve("open.key"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw----r--"));
        Path text = Files.writeString(directory.resolve("text"), "no certificate");

        assertRefused(new TlsFiles(server.certificate(), other.key(), Optional.empty()), "other.key: the private key is not that of");
        assertRefused(new TlsFiles(other.certificate(), open, Optional.empty()), "open.key: the private key can be used by others");
        assertRefused(new TlsFiles(text, other.key(), Optional.empty()), "text: there is no certificate in it");
        assertRefused(new TlsFiles(other.certificate(), text, Optional.empty()), "text: there is no private key in it");
        assertRefused(new TlsFiles(other.certificate(), other.key(), Optional.of(text)), "text: there is no certificate in it");
    }

    private static void assertRefused(TlsFiles files, String why) {
        assertThatThrownBy(() -> new ListenerTls(files, ListenerTls.provider(), TASKS)).isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    private static TlsFiles files(Optional<Path> clientCa) {
        return new TlsFiles(server.certificate(), server.key(), clientCa);
    }

    private SSLSocket connect(int port, Optional<Issued> own, String... protocols) throws IOException {
        return new TlsClient(authority.certificate(), own).over(new Socket("127.0.0.1", port), protocols);
    }

    private Outcome outcome() throws InterruptedException {
        Outcome outcome = outcomes.poll(60, TimeUnit.SECONDS);
        assertThat(outcome).as("the listener's outcome").isNotNull();
        return outcome;
    }

    private static Optional<ChannelBinding> bindingSeenBy(SSLSocket socket) {
        try {
            return ChannelBinding.to(certificate(socket));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate certificate(SSLSocket socket) throws SSLException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private static X509Certificate read(Issued issued) throws Exception {
        return Pem.certificates(Files.readString(issued.certificate())).getFirst();
    }

    private int listen(ListenerTls tls) {
        Channel channel = TRANSPORT.listener().childHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel client) {
                TlsHandshake handshake = tls.handshake(client.alloc());
                client.pipeline().addLast(handshake.handler(), new Reporter(handshake));
            }
        }).bind("127.0.0.1", 0).syncUninterruptibly().channel();
        listening = Optional.of(channel);
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private final class Reporter extends ChannelInboundHandlerAdapter {

        private final TlsHandshake handshake;

        Reporter(TlsHandshake handshake) {
            this.handshake = handshake;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent completed) {
                outcomes.add(completed.isSuccess()
                        ? new Outcome(Optional.of(handshake.security()), handshake.namedProtocol())
                        : new Outcome(Optional.empty(), false));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
