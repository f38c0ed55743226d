package io.segue.protocol.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.segue.protocol.message.ProtocolViolationException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server's side refuses; codes and texts were recorded from a PostgreSQL 15 server that was sent the same. */
class ScramServerTest {

    private static final String SOME_PROOF = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String WORDING = "%s malformed SCRAM message: %s";

    private final ScramVerifier verifier = ScramVerifier.of("pencil", new byte[] {1, 2, 3}, 10);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                 | The message is empty.
            n,,n=\0,r=a        | Message length does not match input length.
            n                  | Comma expected, but found character "0x00".
            nx                 | Comma expected, but found character "'x'".
            x,,n=,r=a          | Unexpected channel-binding flag "'x'".
            \u00E4,,n=,r=a     | Unexpected channel-binding flag "0xe4".
            p=tls,,n=,r=a      | The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message includes channel binding data.
            n,b,n=,r=a         | Unexpected attribute "'b'" in client-first-message.
            n,                 | Unexpected attribute "0x00" in client-first-message.
            n,,r=a             | Expected attribute "n" but found "'r'".
            n,,n               | Expected character "=" for attribute "n".
            n,,n=,x=a          | Expected attribute "r" but found "'x'".
            n,,n=              | Expected attribute "r" but found "0x00".
            n,,n=,r=abc,!=1    | Attribute expected, but found invalid character "'!'".
            n,,n=,r=abc,x      | Expected character "=" for attribute "x".
            """)
    void aMalformedFirstMessageIsRefusedInTheServersWords(String message, String detail) {
        assertThat(refusalOfFirst(message)).isEqualTo(WORDING.formatted("08P01", detail));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            n,a=b,n=,r=a    | 0A000 client uses authorization identity, but it is not supported
            n,,m=1,n=,r=a   | 0A000 client requires an unsupported SCRAM extension
            n,,n=,r=a b     | 08P01 non-printable characters in SCRAM nonce
            n,,n=,r=\u00E4  | 08P01 non-printable characters in SCRAM nonce
            """)
    void aFirstMessageThatAsksForTooMuchIsRefused(String message, String refusal) {
        assertThat(refusalOfFirst(message)).isEqualTo(refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                            | The message is empty.
            r=biws                        | Expected attribute "c" but found "'r'".
            c=biws,r=NONCE                | Attribute expected, but found end of string.
            c=biws,r=NONCE,p              | Expected character "=" for attribute "p".
            c=biws,r=NONCE,p=AAAA         | Malformed proof in client-final-message.
            c=biws,r=NONCE,p=!!           | Malformed proof in client-final-message.
            c=biws,r=NONCE,p=UNPADDED     | Malformed proof in client-final-message.
            c=biws,r=NONCE,p=PROOF,x=1    | Garbage found at the end of client-final-message.
            """)
    void aMalformedFinalMessageIsRefusedInTheServersWords(String message, String detail) {
        assertThat(refusalOfFinal(message)).isEqualTo(WORDING.formatted("08P01", detail));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c=eSws,r=NONCE,p=PROOF   | 08P01 unexpected SCRAM channel-binding attribute in client-final-message
            c=biws,r=other,p=PROOF   | 08P01 invalid SCRAM response: Nonce does not match.
            """)
    void aFinalMessageOfAnotherExchangeIsRefused(String message, String refusal) {
        assertThat(refusalOfFinal(message)).isEqualTo(refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c=biws,r=NONCE,p=PROOF", "c=biws,r=NONCE,x=1,p=PROOF", "c=biws,r=NONCE,p=PROOF,"})
    void aWrongProofIsAResult(String message) {
        assertThat(challenge("n,,n=,r=abc").verify(finalMessage(message))).isInstanceOf(ScramServer.Refused.class);
    }

    @Test
    void aClientThatCouldBindButThinksTheServerCannotIsServed() {
        assertThat(challenge("y,,n=,r=abc").verify(finalMessage("c=eSws,r=NONCE,p=PROOF"))).isInstanceOf(ScramServer.Refused.class);
    }

    @Test
    void anUnknownRoleIsAnsweredLikeAKnownOneAndAlwaysTheSame() {
        MockVerifiers mocks = MockVerifiers.withRandomKey(new SecureRandom(), 10);

        String first = new String(new ScramServer(mocks.accountOf("nobody"), "s").challenge(bytes("n,,n=,r=c")).message(),
                StandardCharsets.US_ASCII);
        assertThat(first).matches("r=cs,s=[A-Za-z0-9+/]{22}==,i=10");
        assertThat(mocks.accountOf("nobody")).isEqualTo(mocks.accountOf("nobody")).isNotEqualTo(mocks.accountOf("somebody"));
    }

    @Test
    void aDoomedAccountIsRefusedEvenWithTheRightProof() {
        ScramServer.Challenge challenge = new ScramServer(new ScramAccount.Doomed(verifier), "s").challenge(bytes("n,,n=,r=c"));
        byte[] proof = proofOf("pencil", "n=,r=c,r=cs,s=AQID,i=10,c=biws,r=cs");

        assertThat(challenge.verify(bytes("c=biws,r=cs,p=" + ScramText.base64(proof)))).isInstanceOf(ScramServer.Refused.class);
        ScramServer.Challenge known = new ScramServer(new ScramAccount.Known(verifier), "s").challenge(bytes("n,,n=,r=c"));
        assertThat(known.verify(bytes("c=biws,r=cs,p=" + ScramText.base64(proof)))).isInstanceOf(ScramServer.Accepted.class);
    }

    private static byte[] proofOf(String password, String authMessage) {
        return new ScramCredential.Password(new PlainPassword(password)).open(new byte[] {1, 2, 3}, 10).key().proof(authMessage);
    }

    private String refusalOfFirst(String message) {
        return wording(catchThrowableOfType(ProtocolViolationException.class, () -> challenge(message)));
    }

    private String refusalOfFinal(String message) {
        ScramServer.Challenge challenge = challenge("n,,n=,r=abc");
        return wording(catchThrowableOfType(ProtocolViolationException.class, () -> challenge.verify(finalMessage(message))));
    }

    private static String wording(ProtocolViolationException refusal) {
        String detail = refusal.toErrorFields().detail().map(": "::concat).orElse("");
        return refusal.sqlState().code() + " " + refusal.getMessage() + detail;
    }

    private ScramServer.Challenge challenge(String clientFirst) {
        return new ScramServer(new ScramAccount.Known(verifier), "xyz").challenge(bytes(clientFirst));
    }

    private static byte[] finalMessage(String message) {
        return bytes(message.replace("NONCE", "abcxyz").replace("UNPADDED", SOME_PROOF.replace("=", "")).replace("PROOF", SOME_PROOF));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
