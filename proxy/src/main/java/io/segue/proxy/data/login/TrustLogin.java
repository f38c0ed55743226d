package io.segue.proxy.data.login;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;

/** The client need not say anything: it is trusted, or its certificate has spoken for it. */
final class TrustLogin implements LoginExchange {

    private final LoginTalk talk;
    private final String method;

    TrustLogin(LoginTalk talk, String method) {
        this.talk = talk;
        this.method = method;
    }

    /** Servers may ask for a password nevertheless. */
    @Override
    public void begin() {
        talk.askListedKey(key -> talk.accept(key, method));
    }

    @Override
    public void answered(ByteBuf body) {
        throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "a password was sent that nobody asked for");
    }
}
