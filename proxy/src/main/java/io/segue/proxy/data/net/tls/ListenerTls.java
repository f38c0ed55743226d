package io.segue.proxy.data.net.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.segue.proxy.config.TlsFiles;
import java.io.IOException;
import java.time.Instant;

/**
 * One listener's side of TLS: the certificate that is in force now, and handshakes made with it. Connections keep the one that they began
 * with. Any thread; {@link #load} by one at a time.
 */
public final class ListenerTls implements AutoCloseable {

    /** The name of PostgreSQL's protocol in ALPN. */
    public static final String POSTGRESQL = "postgresql";

    private final TlsFiles files;
    private final SslProvider provider;
    private final TlsTasks tasks;
    private volatile InForce inForce;

    private record InForce(TlsIdentity identity, SslContext context) {}

    /** @throws IOException with the file and what is wrong with it */
    public ListenerTls(TlsFiles files, SslProvider provider, TlsTasks tasks) throws IOException {
        this.files = files;
        this.provider = provider;
        this.tasks = tasks;
        this.inForce = read();
    }

    /** BoringSSL where it is to be had, else Java's own. */
    public static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }

    public TlsFiles files() {
        return files;
    }

    /** Whose certificate it is, for people. */
    public String subject() {
        return inForce.identity().certificate().getSubjectX500Principal().getName();
    }

    public Instant notAfter() {
        return inForce.identity().certificate().getNotAfter().toInstant();
    }

    /**
     * Reads the files again; new connections get what is there now.
     *
     * @throws IOException with the file and what is wrong with it; then everything stays as it was
     */
    void load() throws IOException {
        InForce before = inForce;
        inForce = read();
        ReferenceCountUtil.release(before.context());
    }

    private InForce read() throws IOException {
        TlsIdentity identity = TlsIdentity.load(files);
        return new InForce(identity, identity.context(provider));
    }

    /** For one connection; its handler has to be put into the pipeline, or be released. */
    public TlsHandshake handshake(ByteBufAllocator allocator) {
        while (true) {
            InForce now = inForce;
            if (retained(now.context())) {
                SslHandler handler = now.context().newHandler(allocator, tasks);
                ReferenceCountUtil.release(now.context());
                handler.setHandshakeTimeoutMillis(0); // the login's deadline covers it
                return new TlsHandshake(handler, now.identity().binding());
            }
        }
    }

    /** False when the files were read anew between the look and the grip. */
    private static boolean retained(SslContext context) {
        try {
            ReferenceCountUtil.retain(context);
            return true;
        } catch (IllegalReferenceCountException replaced) {
            return false;
        }
    }

    @Override
    public void close() {
        ReferenceCountUtil.release(inForce.context());
    }
}
