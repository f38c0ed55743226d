package io.segue.protocol.login;

import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;

/**
 * client-final-message as the server reads it: {@code c=<channel binding>,r=<nonce>[,extensions],p=<proof>}.
 *
 * @param withoutProof all before {@code ,p=}, which the proof covers
 */
record ClientFinal(String withoutProof, byte[] proof) {

    /** @throws ProtocolViolationException when it is malformed, or answers another exchange */
    static ClientFinal decode(byte[] message, Gs2Header header, String nonce) {
        ScramText text = new ScramText(message);
        if (!text.value('c').equals(header.channelBinding())) {
            throw header.mismatch();
        }
        String answeredNonce = text.value('r');
        while (text.peek() != 'p') {
            text.anyValue();
        }
        String withoutProof = text.to(text.index() - 1);
        byte[] proof = proof(text);
        if (!answeredNonce.equals(nonce)) {
            throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "invalid SCRAM response", "Nonce does not match.");
        }
        return new ClientFinal(withoutProof, proof);
    }

    private static byte[] proof(ScramText text) {
        byte[] proof = ScramText.base64(text.value('p'))
                .filter(bytes -> bytes.length == ScramSha256.KEY_BYTES)
                .orElseThrow(() -> ScramText.malformed("Malformed proof in client-final-message."));
        if (!text.isAtEnd()) {
            throw ScramText.malformed("Garbage found at the end of client-final-message.");
        }
        return proof;
    }
}
