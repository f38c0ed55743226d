package io.segue.protocol.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.segue.protocol.message.ProtocolViolationException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SCRAM-SHA-256-PLUS: the exchange holds only on the connection that it was begun on. Texts as in PostgreSQL's auth-scram.c. */
class ChannelBindingTest {

    private static final byte[] OURS = {1, 2, 3, 4};
    private static final byte[] OF_A_MAN_IN_THE_MIDDLE = {4, 3, 2, 1};
    private static final String HEADER = "p=tls-server-end-point,,";

    private final ScramVerifier verifier = ScramVerifier.of("pencil", new byte[] {1, 2, 3}, 10);

    @Test
    void aClientThatSawOurCertificateIsLetIn() {
        assertThat(exchange(OURS)).isInstanceOf(ScramServer.Accepted.class);
    }

    @Test
    void theKeyOfABoundExchangeOpensTheVerifier() {
        ScramServer.Accepted accepted = (ScramServer.Accepted) exchange(OURS);

        assertThat(accepted.clientKey().opens(verifier)).isTrue();
    }

    @Test
    void aClientThatSawAnotherCertificateIsRefused() {
        ProtocolViolationException refusal =
                catchThrowableOfType(ProtocolViolationException.class, () -> exchange(OF_A_MAN_IN_THE_MIDDLE));

        assertThat(refusal).hasMessage("SCRAM channel binding check failed");
        assertThat(refusal.sqlState().code()).isEqualTo("28000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            n,,n=,r=abc                    | 08P01 malformed SCRAM message: The client selected SCRAM-SHA-256-PLUS, but the SCRAM message does not include channel binding data.
            y,,n=,r=abc                    | 08P01 malformed SCRAM message: The client selected SCRAM-SHA-256-PLUS, but the SCRAM message does not include channel binding data.
            p=tls-unique,,n=,r=abc         | 08P01 unsupported SCRAM channel-binding type "tls-unique": ''
            p=tls-server-end-point,a=b,n=  | 0A000 client uses authorization identity, but it is not supported: ''
            """)
    void whoChoseToBindHasToBind(String first, String refusal) {
        assertThat(refusalOf(first, new ScramBinding.Bound(OURS))).isEqualTo(refusal.replace("''", ""));
    }

    @Test
    void aClientFromWhichTheOfferWasTakenIsWarned() {
        assertThat(refusalOf("y,,n=,r=abc", new ScramBinding.Declined()))
                .startsWith("28000 SCRAM channel binding negotiation error: The client supports SCRAM channel binding but thinks");
    }

    @Test
    void aClientThatCannotBindNeedNot() {
        assertThat(new ScramServer(new ScramAccount.Known(verifier), new ScramBinding.Declined(), "s").challenge(bytes("n,,n=,r=c")))
                .isNotNull();
        assertThat(new ScramServer(new ScramAccount.Known(verifier), new ScramBinding.Impossible(), "s").challenge(bytes("y,,n=,r=c")))
                .isNotNull();
    }

    @Test
    void ourOwnClientBindsToWhatItSaw() {
        assertThat(exchange(new ScramBinding.Bound(OURS))).isInstanceOf(ScramServer.Accepted.class);
        assertThat(catchThrowableOfType(
                        ProtocolViolationException.class, () -> exchange(new ScramBinding.Bound(OF_A_MAN_IN_THE_MIDDLE))))
                .hasMessage("SCRAM channel binding check failed");
        assertThat(catchThrowableOfType(ProtocolViolationException.class, () -> exchange(new ScramBinding.Declined())))
                .hasMessage("malformed SCRAM message");
    }

    /** A server that offers binding, and our client in {@code binding}. */
    private ScramServer.Result exchange(ScramBinding binding) {
        ScramClient client = ScramClient.withPassword(new PlainPassword("pencil"), "abc").with(binding);
        ScramServer.Challenge challenge = new ScramServer(new ScramAccount.Known(verifier), new ScramBinding.Bound(OURS), "xyz")
                .challenge(client.first());
        return challenge.verify(client.answer(challenge.message()).message());
    }

    private ScramServer.Result exchange(byte[] seenByTheClient) {
        String bare = "n=,r=abc";
        ScramServer.Challenge challenge = new ScramServer(new ScramAccount.Known(verifier), new ScramBinding.Bound(OURS), "xyz")
                .challenge(bytes(HEADER + bare));
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(concat(bytes(HEADER), seenByTheClient)) + ",r=abcxyz";
        String authMessage = bare + ',' + new String(challenge.message(), StandardCharsets.ISO_8859_1) + ',' + withoutProof;
        byte[] proof = verifier.unlock(new PlainPassword("pencil")).orElseThrow().proof(authMessage);
        return challenge.verify(bytes(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)));
    }

    private String refusalOf(String first, ScramBinding binding) {
        ProtocolViolationException refusal = catchThrowableOfType(
                ProtocolViolationException.class,
                () -> new ScramServer(new ScramAccount.Known(verifier), binding, "s").challenge(bytes(first)));
        return refusal.sqlState().code() + " " + refusal.getMessage() + ": " + refusal.toErrorFields().detail().orElse("");
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = new byte[one.length + other.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
