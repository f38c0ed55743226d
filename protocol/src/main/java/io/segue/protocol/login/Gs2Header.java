package io.segue.protocol.login;

import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;

/**
 * The head of client-first-message: what the client wants of channel binding.
 *
 * @param text as it stands there, up to the second comma
 * @param bound what is bound besides; empty for nothing
 */
record Gs2Header(String text, byte[] bound) {

    /** The client cannot bind. */
    static final Gs2Header WITHOUT_BINDING = new Gs2Header("n,,", new byte[0]);

    private static final String BOUND_HEADER = "p=" + ScramBinding.TYPE + ",,";

    /** What a client says that binds like this; one whose binding was declined says that it could have (fe-auth-scram.c). */
    static Gs2Header of(ScramBinding binding) {
        return switch (binding) {
            case ScramBinding.Impossible() -> WITHOUT_BINDING;
            case ScramBinding.Declined() -> new Gs2Header("y,,", new byte[0]);
            case ScramBinding.Bound(byte[] endPoint) -> new Gs2Header(BOUND_HEADER, endPoint);
        };
    }

    /** auth-scram.c, read_client_first_message. */
    static Gs2Header decode(ScramText text, ScramBinding binding) {
        char flag = text.peek();
        Gs2Header header = switch (flag) {
            case 'n', 'y' -> {
                refuseUnbound(flag, binding);
                text.skip();
                comma(text);
                yield new Gs2Header(flag + ",,", new byte[0]);
            }
            case 'p' -> decodeBound(text, binding);
            default -> throw ScramText.malformed("Unexpected channel-binding flag \"%s\".".formatted(ScramText.printable(flag)));
        };
        decodeAuthorizationIdentity(text);
        return header;
    }

    /** {@code y} says that the client could bind but was not offered to: somebody between has taken the offer away. */
    private static void refuseUnbound(char flag, ScramBinding binding) {
        switch (binding) {
            case ScramBinding.Bound _ -> throw ScramText.malformed("The client selected SCRAM-SHA-256-PLUS, "
                    + "but the SCRAM message does not include channel binding data.");
            case ScramBinding.Declined() when flag == 'y' -> throw new ProtocolViolationException(
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "SCRAM channel binding negotiation error",
                    "The client supports SCRAM channel binding but thinks the server does not.  "
                            + "However, this server does support channel binding.");
            case ScramBinding.Declined(), ScramBinding.Impossible() -> { }
        }
    }

    private static Gs2Header decodeBound(ScramText text, ScramBinding binding) {
        if (!(binding instanceof ScramBinding.Bound(byte[] endPoint))) {
            throw ScramText.malformed("The client selected SCRAM-SHA-256 without channel binding, "
                    + "but the SCRAM message includes channel binding data.");
        }
        String type = text.value('p');
        if (!type.equals(ScramBinding.TYPE)) {
            throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION,
                    "unsupported SCRAM channel-binding type \"%s\"".formatted(ScramText.sanitized(type)));
        }
        return new Gs2Header(BOUND_HEADER, endPoint);
    }

    private static void comma(ScramText text) {
        if (text.peek() != ',') {
            throw ScramText.malformed("Comma expected, but found character \"%s\".".formatted(ScramText.printable(text.peek())));
        }
        text.skip();
    }

    private static void decodeAuthorizationIdentity(ScramText text) {
        if (text.peek() == 'a') {
            throw new ProtocolViolationException(SqlState.FEATURE_NOT_SUPPORTED,
                    "client uses authorization identity, but it is not supported");
        }
        if (text.peek() != ',') {
            throw ScramText.malformed("Unexpected attribute \"%s\" in client-first-message.".formatted(ScramText.printable(text.peek())));
        }
        text.skip();
    }

    /** What attribute {@code c} of client-final-message has to be: this header again, so that nobody between can have changed it. */
    String channelBinding() {
        byte[] head = ScramText.bytes(text);
        byte[] both = new byte[head.length + bound.length];
        System.arraycopy(head, 0, both, 0, head.length);
        System.arraycopy(bound, 0, both, head.length, bound.length);
        return ScramText.base64(both);
    }

    /** What is wrong when that attribute is another one. */
    ProtocolViolationException mismatch() {
        return bound.length > 0
                ? new ProtocolViolationException(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "SCRAM channel binding check failed")
                : new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION,
                        "unexpected SCRAM channel-binding attribute in client-final-message");
    }
}
