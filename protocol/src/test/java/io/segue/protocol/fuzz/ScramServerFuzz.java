package io.segue.protocol.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.segue.protocol.login.ScramAccount;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramClient;
import io.segue.protocol.login.ScramServer;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.message.ProtocolViolationException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Only the password's own proof is accepted, and never for an account that is doomed; whatever else is refused in one of two ways.
 *
 * <pre>input: how the right client-final-message is spoilt: place, bits | client-first-message | zero | client-final-message</pre>
 */
public final class ScramServerFuzz {

    private static final int CONTROL_BYTES = 2;
    private static final String NONCE = "server-nonce";
    private static final byte[] SALT = "salt".getBytes(ISO_8859_1);
    private static final String PASSWORD = "open sesame";
    private static final ScramVerifier VERIFIER = ScramVerifier.of(PASSWORD, SALT, 1);

    private ScramServerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < CONTROL_BYTES) {
            return;
        }
        int zero = CONTROL_BYTES;
        while (zero < input.length && input[zero] != 0) {
            zero++;
        }
        byte[] first = Arrays.copyOfRange(input, CONTROL_BYTES, zero);
        byte[] last = Arrays.copyOfRange(input, Math.min(zero + 1, input.length), input.length);
        ScramAccount known = new ScramAccount.Known(VERIFIER);
        ScramAccount doomed = new ScramAccount.Doomed(VERIFIER);
        String answer = answer(known, first, last);
        Finding.unless(answer.equals(answer(doomed, first, last)), "a doomed account is answered otherwise: " + answer);
        Finding.unless(!answer.equals("accepted"), "a stranger is let in");
        spoilt(input);
    }

    private static String answer(ScramAccount account, byte[] first, byte[] last) {
        try {
            ScramServer.Challenge challenge = new ScramServer(account, NONCE).challenge(first);
            return switch (challenge.verify(last)) {
                case ScramServer.Accepted _ -> "accepted";
                case ScramServer.Refused _ -> "refused";
            };
        } catch (ProtocolViolationException e) {
            return e.getMessage();
        }
    }

    /** The right answer with a few bits turned over is none. */
    private static void spoilt(byte[] input) {
        ScramClient client = ScramClient.withPassword(new PlainPassword(PASSWORD), "client-nonce");
        ScramServer.Challenge challenge = new ScramServer(new ScramAccount.Known(VERIFIER), NONCE).challenge(client.first());
        byte[] right = client.answer(challenge.message()).message();
        byte[] spoilt = right.clone();
        spoilt[(input[0] & 0xFF) % spoilt.length] ^= input[1];
        try {
            boolean accepted = challenge.verify(spoilt) instanceof ScramServer.Accepted(_, var key) && key.opens(VERIFIER);
            Finding.unless(accepted == isSameAnswer(right, spoilt), "a spoilt answer is taken otherwise than it should");
        } catch (ProtocolViolationException refused) {
            Finding.unless(!Arrays.equals(right, spoilt), "the right answer is refused");
        }
    }

    /** Bits that stand for nothing at the end of the Base64 of the proof are ignored, here as in the server. */
    private static boolean isSameAnswer(byte[] right, byte[] spoilt) {
        String one = new String(right, ISO_8859_1);
        String other = new String(spoilt, ISO_8859_1);
        int proof = one.lastIndexOf(",p=") + 3;
        return one.substring(0, proof).equals(other.substring(0, proof))
                && Arrays.equals(decoded(one.substring(proof)), decoded(other.substring(proof)));
    }

    private static byte[] decoded(String proof) {
        return Base64.getDecoder().decode(proof);
    }
}
