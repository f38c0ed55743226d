package io.segue.protocol.login;

import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;

/**
 * server-first-message as the client reads it: {@code r=<nonce>,s=<salt>,i=<iterations>[,extensions]}.
 *
 * @param text the whole of it, which the proof covers
 * @param nonce the client's own and the server's part behind it
 */
record ServerFirst(String text, String nonce, byte[] salt, int iterations) {

    /** @throws ProtocolViolationException when it is malformed, or answers another exchange */
    static ServerFirst decode(byte[] message, String clientNonce) {
        ScramText text = new ScramText(message);
        if (text.peek() == 'm') {
            throw new ProtocolViolationException(SqlState.FEATURE_NOT_SUPPORTED, "server requires an unsupported SCRAM extension");
        }
        String nonce = text.value('r');
        if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length()) {
            throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "invalid SCRAM response", "Nonce does not match.");
        }
        byte[] salt = ScramText.base64(text.value('s')).filter(bytes -> bytes.length > 0)
                .orElseThrow(() -> ScramText.malformed("Malformed salt in server-first-message."));
        int iterations = iterations(text.value('i'));
        while (!text.isAtEnd()) {
            text.anyValue();
        }
        return new ServerFirst(text.from(0), nonce, salt, iterations);
    }

    private static int iterations(String value) {
        if (value.matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(value);
        }
        throw ScramText.malformed("Malformed iteration count in server-first-message.");
    }
}
