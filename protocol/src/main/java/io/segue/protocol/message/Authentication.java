package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * What a server asks of, or answers to, a client that logs in.
 *
 * <pre>'R' | Int32 length | Int32 which | ...</pre>
 */
public sealed interface Authentication extends BackendMessage
        permits AuthenticationOk, AuthenticationCleartextPassword, AuthenticationMD5Password, AuthenticationSASL,
                AuthenticationSASLContinue, AuthenticationSASLFinal, AuthenticationUnsupported {

    /** @throws ProtocolViolationException when the body is malformed */
    static Authentication decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        int which = reader.int32();
        Authentication message = switch (which) {
            case AuthenticationOk.CODE -> new AuthenticationOk();
            case AuthenticationCleartextPassword.CODE -> new AuthenticationCleartextPassword();
            case AuthenticationMD5Password.CODE -> AuthenticationMD5Password.decode(reader);
            case AuthenticationSASL.CODE -> AuthenticationSASL.decode(reader);
            case AuthenticationSASLContinue.CODE -> new AuthenticationSASLContinue(reader.rest());
            case AuthenticationSASLFinal.CODE -> new AuthenticationSASLFinal(reader.rest());
            default -> new AuthenticationUnsupported(which, reader.rest());
        };
        reader.end();
        return message;
    }
}
