package io.segue.proxy.data.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.testing.TestAuthority;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as the openssl program writes them, in its present form and in those of long ago. */
class PrivateKeysTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "RSA, rsa -pkeyopt rsa_keygen_bits:2048",
        "RSASSA-PSS, rsa-pss -pkeyopt rsa_keygen_bits:2048",
        "EC, ec -pkeyopt ec_paramgen_curve:P-256",
        "EC, ec -pkeyopt ec_paramgen_curve:P-384",
        "EdDSA, ed25519",
    })
    void areReadAsPkcs8(String algorithm, String kind) throws Exception {
        assertThat(PrivateKeys.read(generated(kind)).getAlgorithm()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa -pkeyopt rsa_keygen_bits:2048, BEGIN RSA PRIVATE KEY",
        "ec -pkeyopt ec_paramgen_curve:P-256, BEGIN EC PRIVATE KEY",
        "ec -pkeyopt ec_paramgen_curve:P-521, BEGIN EC PRIVATE KEY",
    })
    void areReadInTheOldForms(String kind, String label) throws Exception {
        String pem = generated(kind);
        String traditional = TestAuthority.openssl("pkey", "-traditional", "-in", file().toString());

        assertThat(traditional).contains(label);
        assertThat(number(PrivateKeys.read(traditional))).isEqualTo(number(PrivateKeys.read(pem)));
    }

    @Test
    void areFoundBehindWhatElseStandsInTheFile() throws Exception {
        String pem = generated("ec -pkeyopt ec_paramgen_curve:P-256");
        String parameters = TestAuthority.openssl("ecparam", "-name", "prime256v1");

        assertThat(PrivateKeys.read("Key of the proxy\n" + parameters + pem)).isEqualTo(PrivateKeys.read(pem));
    }

    @ParameterizedTest
    @CsvSource({"-traditional", "-aes128"})
    void thatAreEncryptedAreRefusedWithTheReason(String form) throws Exception {
        generated("rsa -pkeyopt rsa_keygen_bits:2048");
        String encrypted = form.equals("-traditional")
                ? TestAuthority.openssl("pkey", form, "-aes128", "-passout", "pass:secret", "-in", file().toString())
                : TestAuthority.openssl("pkey", form, "-passout", "pass:secret", "-in", file().toString());

        assertThatThrownBy(() -> PrivateKeys.read(encrypted)).isInstanceOf(GeneralSecurityException.class).hasMessageContaining("passphrase");
    }

    @Test
    void thatAreDamagedAreRefused() throws Exception {
        String damaged = generated("ec -pkeyopt ec_paramgen_curve:P-256").replaceFirst("\n.{20}", "\nAAAAAAAAAAAAAAAAAAAA");
        String old = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQ==\n-----END EC PRIVATE KEY-----\n";

        for (String text : new String[] {damaged, old, "", "no key"}) {
            assertThatThrownBy(() -> PrivateKeys.read(text)).as(text).isInstanceOf(GeneralSecurityException.class);
        }
    }

    /** The secret itself: two encodings of one key are not equal. */
    private static BigInteger number(PrivateKey key) {
        return switch (key) {
            case RSAPrivateKey rsa -> rsa.getPrivateExponent();
            case ECPrivateKey ec -> ec.getS();
            default -> throw new AssertionError(key.getAlgorithm());
        };
    }

    private Path file() {
        return directory.resolve("a.key");
    }

    private String generated(String kind) throws Exception {
        String[] words = kind.split(" ");
        String[] arguments = new String[words.length + 4];
        System.arraycopy(new String[] {"genpkey", "-out", file().toString(), "-algorithm"}, 0, arguments, 0, 4);
        System.arraycopy(words, 0, arguments, 4, words.length);
        TestAuthority.openssl(arguments);
        return Files.readString(file());
    }
}
