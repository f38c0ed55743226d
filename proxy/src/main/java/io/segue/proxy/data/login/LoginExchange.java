package io.segue.proxy.data.login;

import io.netty.buffer.ByteBuf;

/** What a client is asked by one method, and what its answers are worth. One login; event loop. */
sealed interface LoginExchange permits TrustLogin, ScramLogin, Md5Login, PasswordLogin, PassThroughLogin {

    void begin();

    /**
     * The client's answer.
     *
     * @param body of a message of type {@code p}; lent
     * @throws io.segue.protocol.message.ProtocolViolationException when it is malformed
     */
    void answered(ByteBuf body);

    /** What the server calls an answer by this method, in its errors. */
    default String answerName() {
        return "password";
    }
}
