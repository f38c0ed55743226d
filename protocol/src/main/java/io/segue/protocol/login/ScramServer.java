package io.segue.protocol.login;

import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;

/**
 * The server's side of one exchange.
 *
 * <pre>
 *   client-first --challenge--> Challenge(server-first)
 *   client-final --verify-----> Accepted(server-final, ClientKey) | Refused
 * </pre>
 *
 * <p>As in PostgreSQL the user name inside the exchange is ignored; that of the StartupMessage counts.
 */
public final class ScramServer {

    private final ScramAccount account;
    private final ScramBinding binding;
    private final String nonce;

    /** @param nonce fresh for each exchange, see {@link ScramSha256#nonce} */
    public ScramServer(ScramAccount account, String nonce) {
        this(account, new ScramBinding.Impossible(), nonce);
    }

    /** @param binding as it follows from what was offered and what the client chose */
    public ScramServer(ScramAccount account, ScramBinding binding, String nonce) {
        this.account = account;
        this.binding = binding;
        this.nonce = nonce;
    }

    /**
     * Reads client-first-message, the data of SASLInitialResponse.
     *
     * @throws ProtocolViolationException when it is malformed or asks for what is not supported
     */
    public Challenge challenge(byte[] clientFirst) {
        ScramText text = new ScramText(clientFirst);
        Gs2Header header = Gs2Header.decode(text, binding);
        String bare = text.from(text.index());
        if (text.peek() == 'm') {
            throw new ProtocolViolationException(SqlState.FEATURE_NOT_SUPPORTED, "client requires an unsupported SCRAM extension");
        }
        text.value('n');
        String fullNonce = clientNonce(text) + nonce;
        String serverFirst = "r=" + fullNonce + ",s=" + account.verifier().saltBase64() + ",i=" + account.verifier().iterations();
        return new Challenge(account, header, bare, fullNonce, serverFirst);
    }

    private static String clientNonce(ScramText text) {
        String clientNonce = text.value('r');
        if (!ScramText.isPrintable(clientNonce)) {
            throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "non-printable characters in SCRAM nonce");
        }
        while (!text.isAtEnd()) {
            text.anyValue();
        }
        return clientNonce;
    }

    /** What the client has to answer. */
    public static final class Challenge {

        private final ScramAccount account;
        private final Gs2Header header;
        private final String clientFirstBare;
        private final String nonce;
        private final String serverFirst;

        private Challenge(ScramAccount account, Gs2Header header, String clientFirstBare, String nonce, String serverFirst) {
            this.account = account;
            this.header = header;
            this.clientFirstBare = clientFirstBare;
            this.nonce = nonce;
            this.serverFirst = serverFirst;
        }

        /** server-first-message, for AuthenticationSASLContinue. */
        public byte[] message() {
            return ScramText.bytes(serverFirst);
        }

        /**
         * Reads client-final-message, the data of SASLResponse, and checks the proof. Takes the same time for every account.
         *
         * @throws ProtocolViolationException when it is malformed or does not belong to this exchange
         */
        public Result verify(byte[] clientFinal) {
            ClientFinal message = ClientFinal.decode(clientFinal, header, nonce);
            String authMessage = clientFirstBare + ',' + serverFirst + ',' + message.withoutProof();
            ScramVerifier verifier = account.verifier();
            ClientKey key = ClientKey.recover(message.proof(), verifier, authMessage);
            byte[] serverFinal = ScramText.bytes("v=" + verifier.serverSignature(authMessage));
            boolean proven = key.opens(verifier);
            return switch (account) {
                case ScramAccount.Known _ when proven -> new Accepted(serverFinal, key);
                case ScramAccount.Known _, ScramAccount.Doomed _ -> new Refused();
            };
        }
    }

    /** How the exchange ended. */
    public sealed interface Result {
    }

    /**
     * The client knows the password.
     *
     * @param serverFinal server-final-message, for AuthenticationSASLFinal
     * @param clientKey opens every server that has the same verifier
     */
    public record Accepted(byte[] serverFinal, ClientKey clientKey) implements Result {
    }

    /** Wrong password, or an account that cannot log in; the client is told 28P01 for both and nothing of the exchange. */
    public record Refused() implements Result {
    }
}
