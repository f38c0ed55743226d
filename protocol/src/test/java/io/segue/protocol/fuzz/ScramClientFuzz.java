package io.segue.protocol.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.segue.protocol.login.ClientKey;
import io.segue.protocol.login.ScramAccount;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramClient;
import io.segue.protocol.login.ScramKeyMismatchException;
import io.segue.protocol.login.ScramServer;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.message.ProtocolViolationException;
import java.util.Arrays;

/**
 * No server is believed that does not know the password, whatever it says.
 *
 * <pre>input: server-first-message | zero | server-final-message; in the first one, # stands for the client's nonce</pre>
 */
public final class ScramClientFuzz {

    private static final String NONCE = "client-nonce";
    private static final ScramVerifier VERIFIER = ScramVerifier.of("open sesame", "salt".getBytes(ISO_8859_1), 1);
    private static final ClientKey KEY = key();

    private ScramClientFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        int zero = 0;
        while (zero < input.length && input[zero] != 0) {
            zero++;
        }
        byte[] last = Arrays.copyOfRange(input, Math.min(zero + 1, input.length), input.length);
        String first = new String(input, 0, zero, ISO_8859_1).replace("#", NONCE);
        try {
            ScramClient.Answer answer = ScramClient.withKey(KEY, VERIFIER, NONCE).answer(first.getBytes(ISO_8859_1));
            Finding.unless(first.contains(NONCE), "another exchange is answered");
            answer.verify(last);
        } catch (ProtocolViolationException | ScramKeyMismatchException refused) {
            return;
        }
        throw new AssertionError("a server without the password is believed");
    }

    private static ClientKey key() {
        ScramClient client = ScramClient.withPassword(new PlainPassword("open sesame"), NONCE);
        ScramServer.Challenge challenge = new ScramServer(new ScramAccount.Known(VERIFIER), "server-nonce").challenge(client.first());
        return switch (challenge.verify(client.answer(challenge.message()).message())) {
            case ScramServer.Accepted(_, ClientKey key) -> key;
            case ScramServer.Refused _ -> throw new IllegalStateException("the right password was refused");
        };
    }
}
