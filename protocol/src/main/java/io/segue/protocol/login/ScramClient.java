package io.segue.protocol.login;

import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;
import java.security.MessageDigest;

/**
 * The client's side of one exchange, with a recovered key or with a password.
 *
 * <pre>
 *   first()       --> SASLInitialResponse
 *   server-first  --answer--> Answer(client-final) --> SASLResponse
 *   server-final  --verify--> done, or an exception
 * </pre>
 */
public final class ScramClient {

    /** A server that asks for more would only burn our time: some 200 times what PostgreSQL takes by default. */
    public static final int MAX_ITERATIONS = 1_000_000;

    private final ScramCredential credential;
    private final Gs2Header header;
    private final String firstBare;
    private final String nonce;

    private ScramClient(ScramCredential credential, Gs2Header header, String nonce) {
        this.credential = credential;
        this.header = header;
        this.nonce = nonce;
        this.firstBare = "n=,r=" + nonce;
    }

    /**
     * Logs in with a key that a {@link ScramServer} recovered.
     *
     * @param verifier the one that the key was recovered with
     * @param nonce fresh for each exchange, see {@link ScramSha256#nonce}
     */
    public static ScramClient withKey(ClientKey key, ScramVerifier verifier, String nonce) {
        return new ScramClient(new ScramCredential.Key(key, verifier), Gs2Header.WITHOUT_BINDING, nonce);
    }

    /** Logs in with a password; {@link #answer} then takes milliseconds, unless the last server asked the same of that password. */
    public static ScramClient withPassword(PlainPassword password, String nonce) {
        return new ScramClient(new ScramCredential.Password(password), Gs2Header.WITHOUT_BINDING, nonce);
    }

    /** The same exchange, bound as {@code binding} says. */
    public ScramClient with(ScramBinding binding) {
        return new ScramClient(credential, Gs2Header.of(binding), nonce);
    }

    /** What the exchange is called: bound to a connection it has another name. */
    public String mechanism() {
        return header.bound().length == 0 ? ScramSha256.MECHANISM : ScramSha256.MECHANISM_PLUS;
    }

    /** client-first-message, for SASLInitialResponse. The user name is left out, as libpq does: that of the StartupMessage counts. */
    public byte[] first() {
        return ScramText.bytes(header.text() + firstBare);
    }

    /**
     * Reads server-first-message, the data of AuthenticationSASLContinue.
     *
     * @throws ScramKeyMismatchException when the server has another verifier than the one that the key was recovered with
     * @throws ProtocolViolationException when the message is malformed
     */
    public Answer answer(byte[] serverFirst) {
        ServerFirst message = ServerFirst.decode(serverFirst, nonce);
        ScramCredential.Key opened = credential.open(message.salt(), message.iterations());
        String withoutProof = "c=" + header.channelBinding() + ",r=" + message.nonce();
        String authMessage = firstBare + ',' + message.text() + ',' + withoutProof;
        String proof = ScramText.base64(opened.key().proof(authMessage));
        return new Answer(withoutProof + ",p=" + proof, opened.verifier().serverSignature(authMessage));
    }

    /** What the server has to confirm. */
    public static final class Answer {

        private final String clientFinal;
        private final String expectedSignature;

        private Answer(String clientFinal, String expectedSignature) {
            this.clientFinal = clientFinal;
            this.expectedSignature = expectedSignature;
        }

        /** client-final-message, for SASLResponse. */
        public byte[] message() {
            return ScramText.bytes(clientFinal);
        }

        /**
         * Reads server-final-message, the data of AuthenticationSASLFinal: the server's proof that it has the verifier, too.
         *
         * @throws ProtocolViolationException when it reports an error, is malformed, or is not the signature that the right server would send
         */
        public void verify(byte[] serverFinal) {
            ScramText text = new ScramText(serverFinal);
            if (text.peek() == 'e') {
                throw new ProtocolViolationException(SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                        "error received from server in SCRAM exchange: " + text.value('e'));
            }
            String signature = text.value('v');
            if (!MessageDigest.isEqual(ScramText.bytes(signature), ScramText.bytes(expectedSignature))) {
                throw new ProtocolViolationException(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "incorrect server signature",
                        "The server does not know the role's password: it is not the server it claims to be.");
            }
        }
    }
}
