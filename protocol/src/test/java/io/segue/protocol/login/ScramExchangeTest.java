package io.segue.protocol.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.protocol.message.ProtocolViolationException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides against each other, and the point of it all: a recovered key opens another server. */
class ScramExchangeTest {

    private final SecureRandom random = new SecureRandom();

    @Property(tries = 200)
    void theKeyOfAClientThatLoggedInOpensEveryServerWithThatVerifier(
            @ForAll @NotEmpty String password, @ForAll @Size(min = 1, max = 20) byte[] salt, @ForAll @IntRange(min = 1, max = 5) int iterations) {
        ScramVerifier verifier = ScramVerifier.of(password, salt, iterations);

        ClientKey key = accepted(exchange(ScramClient.withPassword(new PlainPassword(password), nonce()), verifier)).clientKey();

        assertThat(key.opens(verifier)).isTrue();
        ScramVerifier copy = ScramVerifier.parse(verifier.format()).orElseThrow();
        assertThat(exchange(ScramClient.withKey(key, verifier, nonce()), copy)).isInstanceOf(ScramServer.Accepted.class);
    }

    @Property(tries = 200)
    void anotherPasswordIsRefused(@ForAll @NotEmpty String password, @ForAll @NotEmpty String other) {
        Assume.that(!SaslPrep.prepare(password).equals(SaslPrep.prepare(other)));
        Assume.that(StandardCharsets.UTF_8.newEncoder().canEncode(password + other));

        assertThat(exchange(ScramClient.withPassword(new PlainPassword(other), nonce()), ScramVerifier.of(password, new byte[] {1}, 2)))
                .isInstanceOf(ScramServer.Refused.class);
    }

    @Test
    void aKeyIsUselessAtAServerWhereThePasswordWasSetAnew() {
        ScramVerifier old = ScramVerifier.of("pencil", new byte[] {1}, 10);
        ClientKey key = accepted(exchange(ScramClient.withPassword(new PlainPassword("pencil"), nonce()), old)).clientKey();

        for (ScramVerifier anew : new ScramVerifier[] {
            ScramVerifier.of("pencil", new byte[] {2}, 10), ScramVerifier.of("pencil", new byte[] {1}, 11)}) {
            assertThat(key.opens(anew)).isFalse();
            assertThatThrownBy(() -> exchange(ScramClient.withKey(key, old, nonce()), anew)).isInstanceOf(ScramKeyMismatchException.class);
        }
    }

    @Test
    void aServerThatDoesNotKnowThePasswordIsNotBelieved() {
        ScramClient client = ScramClient.withPassword(new PlainPassword("pencil"), "c");
        ScramClient.Answer answer = client.answer(bytes("r=cs,s=AQ==,i=10"));
        String forged = "v=" + ScramVerifier.of("pen", new byte[] {1}, 10).serverSignature("n=,r=c,r=cs,s=AQ==,i=10,c=biws,r=cs");

        assertThatThrownBy(() -> answer.verify(bytes(forged))).hasMessage("incorrect server signature");
        assertThatThrownBy(() -> answer.verify(bytes("e=invalid-proof"))).hasMessageEndingWith("SCRAM exchange: invalid-proof");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            r=zs,s=AQ==,i=10        | invalid SCRAM response
            r=c,s=AQ==,i=10         | invalid SCRAM response
            m=x,r=cs,s=AQ==,i=10    | server requires an unsupported SCRAM extension
            r=cs,s=!,i=10           | malformed SCRAM message
            r=cs,s=,i=10            | malformed SCRAM message
            r=cs,s=AQ==,i=0         | malformed SCRAM message
            r=cs,s=AQ==,i=-1        | malformed SCRAM message
            r=cs,s=AQ==,i=x         | malformed SCRAM message
            r=cs,s=AQ==,i=10,!      | malformed SCRAM message
            r=cs,s=AQ==             | malformed SCRAM message
            r=cs,s=AQ==,i=999999999 | the server asks for 999999999 SCRAM iterations, at most 1000000 are allowed
            """)
    void aMalformedAnswerOfTheServerIsRefused(String serverFirst, String message) {
        assertThatThrownBy(() -> ScramClient.withPassword(new PlainPassword("pencil"), "c").answer(bytes(serverFirst)))
                .isInstanceOf(ProtocolViolationException.class).hasMessage(message);
    }

    @Test
    void secretsAreNotPrinted() {
        ScramVerifier verifier = ScramVerifier.of("pencil", new byte[] {1}, 10);
        ScramServer.Accepted accepted = accepted(exchange(ScramClient.withPassword(new PlainPassword("pencil"), nonce()), verifier));

        assertThat(accepted.clientKey()).hasToString("********");
        assertThat(new ScramCredential.Password(new PlainPassword("pencil")).toString()).doesNotContain("pencil");
        assertThat(new ScramAccount.Known(verifier).toString()).doesNotContain(ScramText.base64(verifier.storedKey()));
    }

    private ScramServer.Result exchange(ScramClient client, ScramVerifier verifier) {
        ScramServer.Challenge challenge = new ScramServer(new ScramAccount.Known(verifier), nonce()).challenge(client.first());
        ScramClient.Answer answer = client.answer(challenge.message());
        ScramServer.Result result = challenge.verify(answer.message());
        if (result instanceof ScramServer.Accepted accepted) {
            answer.verify(accepted.serverFinal());
        }
        return result;
    }

    private static ScramServer.Accepted accepted(ScramServer.Result result) {
        assertThat(result).isInstanceOf(ScramServer.Accepted.class);
        return (ScramServer.Accepted) result;
    }

    private String nonce() {
        return ScramSha256.nonce(random);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
