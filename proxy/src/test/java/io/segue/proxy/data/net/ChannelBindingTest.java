package io.segue.proxy.data.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.testing.TestAuthority;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hash of RFC 5929, section 4.1, over certificates made with the openssl program. */
class ChannelBindingTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "SHA-256, rsa:2048 -sha256",
        "SHA-384, rsa:2048 -sha384",
        "SHA-512, rsa:2048 -sha512",
        "SHA-256, rsa:2048 -sha1",
        "SHA-256, rsa:2048 -md5",
        "SHA-384, rsa:2048 -sha384 -sigopt rsa_padding_mode:pss",
        "SHA-256, rsa:2048 -sha256 -sigopt rsa_padding_mode:pss",
        "SHA-256, ec -pkeyopt ec_paramgen_curve:P-256 -sha256",
        "SHA-384, ec -pkeyopt ec_paramgen_curve:P-384 -sha384",
    })
    void isTheHashThatTheSignatureNamesUnlessItIsBroken(String digest, String how) throws Exception {
        X509Certificate certificate = certificate(how);

        Optional<ChannelBinding> binding = ChannelBinding.to(certificate);

        assertThat(binding).isPresent();
        assertThat(binding.get().bytes()).isEqualTo(MessageDigest.getInstance(digest).digest(certificate.getEncoded()));
    }

    @Test
    void isNoneWhereTheSignatureNamesNoHash() throws Exception {
        assertThat(ChannelBinding.to(certificate("ed25519"))).isEmpty();
    }

    private X509Certificate certificate(String how) throws Exception {
        Path file = directory.resolve("a.crt");
        List<String> fixed = List.of("req", "-x509", "-nodes", "-subj", "/CN=a", "-keyout", directory.resolve("a.key").toString(), "-out",
                file.toString(), "-newkey");
        TestAuthority.openssl(Stream.concat(fixed.stream(), Stream.of(how.split(" "))).toArray(String[]::new));
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
