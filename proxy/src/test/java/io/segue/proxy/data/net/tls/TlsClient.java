package io.segue.proxy.data.net.tls;

import io.segue.proxy.testing.TestAuthority.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import java.net.Socket;

/** The client's side of TLS for tests, by Java's own means: believes one authority, may have a certificate, may name a protocol. */
public final class TlsClient {

    private static final char[] NO_PASSWORD = {};

    private final SSLContext context;

    public TlsClient(Path authority, Optional<Issued> own) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(own.map(TlsClient::keys).orElse(null), trust(authority).getTrustManagers(), null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public SSLSocketFactory sockets() {
        return context.getSocketFactory();
    }

    /** Shakes hands on {@code socket}. */
    public SSLSocket over(Socket socket, String... protocols) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static TrustManagerFactory trust(Path authority) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setCertificateEntry("authority", Pem.certificates(Files.readString(authority)).getFirst());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static KeyManager[] keys(Issued own) {
        try {
            KeyStore store = empty();
            X509Certificate certificate = Pem.certificates(Files.readString(own.certificate())).getFirst();
            store.setKeyEntry("own", PrivateKeys.read(Files.readString(own.key())), NO_PASSWORD, new Certificate[] {certificate});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
