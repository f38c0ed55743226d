package io.segue.proxy.data.net.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.segue.proxy.config.KeyFile;
import io.segue.proxy.config.TlsFiles;
import io.segue.proxy.data.net.ChannelBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a listener shows of itself, and whom it believes: read from the files as a whole, so that half of a change is never used.
 *
 * @param clientAuthorities nobody when clients are not asked for certificates
 */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> clientAuthorities, Optional<ChannelBinding> binding) {

    private static final byte[] TRIAL = "does this key belong to this certificate".getBytes(StandardCharsets.US_ASCII);

    /** @throws IOException with the file and what is wrong with it */
    static TlsIdentity load(TlsFiles files) throws IOException {
        List<X509Certificate> chain = read(files.certificate(), Pem::certificates);
        PrivateKey key = read(files.key(), PrivateKeys::read);
        Optional<String> tooOpen = KeyFile.tooOpen(files.key());
        if (tooOpen.isPresent()) {
            throw new IOException(files.key() + ": " + tooOpen.get());
        }
        List<X509Certificate> authorities =
                files.clientCa().isPresent() ? read(files.clientCa().get(), Pem::certificates) : List.of();
        try {
            X509Certificate own = chain.getFirst();
            if (!belongTogether(key, own.getPublicKey())) {
                throw new IOException(files.key() + ": the private key is not that of " + files.certificate());
            }
            return new TlsIdentity(key, chain, authorities, ChannelBinding.to(own));
        } catch (GeneralSecurityException e) {
            throw new IOException(files.certificate() + ": " + e.getMessage(), e);
        }
    }

    private interface Reader<T> {
        T read(String text) throws GeneralSecurityException;
    }

    private static <T> T read(Path file, Reader<T> reader) throws IOException {
        try {
            return reader.read(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        });
        signature.initSign(key);
        signature.update(TRIAL);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(TRIAL);
        return signature.verify(signed);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** As PostgreSQL sets itself up: TLS 1.2 and later, a client's certificate is welcome and not demanded, no resumption. */
    SslContext context(SslProvider provider) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                .sslProvider(provider)
                .protocols("TLSv1.3", "TLSv1.2")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        provider == SslProvider.JDK ? SelectorFailureBehavior.FATAL_ALERT : SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ListenerTls.POSTGRESQL));
        if (!clientAuthorities.isEmpty()) {
            builder.trustManager(clientAuthorities).clientAuth(ClientAuth.OPTIONAL);
        }
        return builder.build();
    }
}
