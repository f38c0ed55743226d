package io.segue.proxy.data.net.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.segue.proxy.config.NodeTls;
import io.segue.proxy.data.net.ChannelBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLPeerUnverifiedException;

/** How links to one server are encrypted, and what is asked of its certificate. Any thread. */
public final class ServerTls implements AutoCloseable {

    /** At a link that is encrypted: to what its login can be bound. */
    public static final AttributeKey<ChannelBinding> BINDING = AttributeKey.valueOf(ServerTls.class, "binding");

    private final NodeTls rules;
    private final String host;
    private final int port;
    private final Executor tasks;
    private final SslContext context;

    /**
     * @param rules not to be disabled
     * @param host as the configuration names it, and therefore its certificate must
     * @throws IOException when the authorities cannot be read
     */
    public ServerTls(NodeTls rules, String host, int port, SslProvider provider, Executor tasks) throws IOException {
        this.rules = rules;
        this.host = host;
        this.port = port;
        this.tasks = tasks;
        this.context = context(rules, provider);
    }

    /** As libpq: {@code require} verifies only when it has been told by whom. */
    private static SslContext context(NodeTls rules, SslProvider provider) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(provider)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm(null); // the name is compared by libpq's rules, see ServerName
        if (rules.ca().isPresent()) {
            builder.trustManager(authorities(rules.ca().get()));
        } else if (rules.mode() == NodeTls.Mode.REQUIRE) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
        return builder.build();
    }

    private static X509Certificate[] authorities(Path file) throws IOException {
        try {
            return Pem.certificates(Files.readString(file, StandardCharsets.ISO_8859_1)).toArray(X509Certificate[]::new);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** For one link. */
    public SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator, host, port, tasks);
        handler.setHandshakeTimeoutMillis(0); // whoever dials has a deadline for it
        return handler;
    }

    /** What is wrong with the server behind a finished handshake; empty when it is who it should be. */
    public Optional<String> objection(SslHandler handler) {
        if (rules.mode() != NodeTls.Mode.VERIFY_FULL) {
            return Optional.empty();
        }
        try {
            return ServerName.matches(certificate(handler), host)
                    ? Optional.empty()
                    : Optional.of("its certificate is not for " + host + " (tls.mode = verify-full)");
        } catch (SSLPeerUnverifiedException e) {
            return Optional.of("it showed no certificate");
        }
    }

    public Optional<ChannelBinding> binding(SslHandler handler) {
        try {
            return ChannelBinding.to(certificate(handler));
        } catch (GeneralSecurityException | SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static X509Certificate certificate(SslHandler handler) throws SSLPeerUnverifiedException {
        return (X509Certificate) handler.engine().getSession().getPeerCertificates()[0];
    }

    @Override
    public void close() {
        ReferenceCountUtil.release(context);
    }
}
