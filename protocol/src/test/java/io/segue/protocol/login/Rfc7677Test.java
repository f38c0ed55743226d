package io.segue.protocol.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The example of RFC 7677, section 3: user "user", password "pencil". */
class Rfc7677Test {

    private static final String CLIENT_FIRST_BARE = "n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String SERVER_FIRST = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_FINAL_WITHOUT_PROOF = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private final byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    private final ScramVerifier verifier = ScramVerifier.of("pencil", salt, 4096);

    @Test
    void theServerSaysAndAcceptsWhatTheRfcSays() {
        ScramServer server = new ScramServer(new ScramAccount.Known(verifier), SERVER_NONCE);

        ScramServer.Challenge challenge = server.challenge(bytes("n,," + CLIENT_FIRST_BARE));
        assertThat(text(challenge.message())).isEqualTo(SERVER_FIRST);

        assertThat(challenge.verify(bytes(CLIENT_FINAL_WITHOUT_PROOF + ",p=" + PROOF)))
                .isInstanceOfSatisfying(ScramServer.Accepted.class, accepted -> {
                    assertThat(text(accepted.serverFinal())).isEqualTo(SERVER_FINAL);
                    assertThat(accepted.clientKey().opens(verifier)).isTrue();
                });
    }

    @Test
    void theClientProvesWhatTheRfcSays() {
        ScramCredential.Key opened = new ScramCredential.Password(new PlainPassword("pencil")).open(salt, 4096);
        String authMessage = CLIENT_FIRST_BARE + "," + SERVER_FIRST + "," + CLIENT_FINAL_WITHOUT_PROOF;

        assertThat(ScramText.base64(opened.key().proof(authMessage))).isEqualTo(PROOF);
        assertThat("v=" + opened.verifier().serverSignature(authMessage)).isEqualTo(SERVER_FINAL);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
