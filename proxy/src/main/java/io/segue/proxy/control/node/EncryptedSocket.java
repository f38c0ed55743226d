package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeTls;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.postgresql.core.SocketFactoryFactory;
import org.postgresql.ssl.PGjdbcHostnameVerifier;
import org.postgresql.util.PSQLException;

/**
 * A connection to a node as its {@code tls} wants it, for the few words that are not said through the driver. What is trusted is decided by the
 * driver's own classes, so that it is what its connections trust.
 */
final class EncryptedSocket {

    /** Manual, "Message Formats", SSLRequest: the request code behind the length. */
    private static final int SSL_REQUEST = 80_877_103;

    private static final int YES = 'S';

    private EncryptedSocket() {}

    /**
     * @param plain connected, and nothing said on it yet; closed with what is returned
     * @return {@code plain} itself where nothing is to be encrypted
     * @throws IOException when the server does not encrypt, or is not the one that it should be
     */
    static Socket over(Socket plain, String host, NodeTls tls) throws IOException {
        if (tls.mode() == NodeTls.Mode.DISABLE) {
            return plain;
        }
        plain.getOutputStream().write(ByteBuffer.allocate(2 * Integer.BYTES).putInt(2 * Integer.BYTES).putInt(SSL_REQUEST).array());
        if (plain.getInputStream().read() != YES) {
            throw new IOException("the server does not encrypt, and tls.mode is " + tls.mode().word());
        }
        SSLSocket encrypted = encrypted(plain, host, tls);
        encrypted.startHandshake();
        if (tls.mode() == NodeTls.Mode.VERIFY_FULL && !PGjdbcHostnameVerifier.INSTANCE.verify(host, encrypted.getSession())) {
            encrypted.close();
            throw new IOException("its certificate is not for " + host);
        }
        return encrypted;
    }

    private static SSLSocket encrypted(Socket plain, String host, NodeTls tls) throws IOException {
        Properties driver = new Properties();
        NodeEncryption.tell(driver, tls);
        try {
            return (SSLSocket) SocketFactoryFactory.getSslSocketFactory(driver).createSocket(plain, host, plain.getPort(), true);
        } catch (PSQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
