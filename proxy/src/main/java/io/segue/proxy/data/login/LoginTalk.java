package io.segue.proxy.data.login;

import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.data.backend.LoginKey;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The login that an exchange is a part of. Event loop. */
interface LoginTalk {

    StartupMessage startup();

    void send(BackendMessage message);

    /**
     * The client is who it says.
     *
     * @param method as people are told it
     * @param lastWords of the exchange
     */
    void accept(LoginKey key, String method, BackendMessage... lastWords);

    /** @param reason for the log */
    void refuse(ErrorFields error, String reason);

    /** Asks what is known of the role. What the client sends meanwhile waits. */
    void askCredential(Consumer<Credential> answer);

    /** Asks for the key that the user list has for the role, if any. */
    void askListedKey(Consumer<LoginKey> answer);

    /** Does {@code work} elsewhere, for it takes milliseconds. What the client sends meanwhile waits. */
    <T> void work(Supplier<T> work, Consumer<T> answer);

    /** The server is to ask the client itself: its session begins here, and the exchange goes on until the server is content. */
    void passThrough(PassThroughLogin exchange, String method);

    /** The client's next message is wanted. */
    void listen();

    /** The server is content with a client that was passed through. */
    void passedThrough();
}
