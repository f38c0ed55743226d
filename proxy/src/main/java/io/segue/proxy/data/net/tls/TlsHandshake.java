package io.segue.proxy.data.net.tls;

import io.netty.handler.ssl.SslHandler;
import io.segue.proxy.data.net.ChannelBinding;
import io.segue.proxy.data.net.ClientCertificate;
import io.segue.proxy.data.net.ClientSecurity;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * A handshake with one client.
 *
 * @param handler for the head of the pipeline
 * @param binding of the certificate that this client is shown
 */
public record TlsHandshake(SslHandler handler, Optional<ChannelBinding> binding) {

    /** Whether the client has named PostgreSQL's protocol by ALPN. Known when the handshake is over. */
    public boolean namedProtocol() {
        return ListenerTls.POSTGRESQL.equals(handler.applicationProtocol());
    }

    /** Whether it cannot go on before the client says more. */
    public boolean waitsForClient() {
        return handler.engine().getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP;
    }

    /** What came of it. Only when the handshake was a success. */
    public ClientSecurity.Encrypted security() {
        SSLSession session = handler.engine().getSession();
        return new ClientSecurity.Encrypted(session.getProtocol(), session.getCipherSuite(), certificate(session), binding);
    }

    private static Optional<ClientCertificate> certificate(SSLSession session) {
        try {
            return Optional.of(ClientCertificate.of((X509Certificate) session.getPeerCertificates()[0]));
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}
