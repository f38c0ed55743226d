package io.segue.proxy.data.backend;

import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.message.Authentication;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A client whose proof cannot be repeated on its behalf (LDAP, PAM, GSSAPI and so on): what the server asks is passed on to it, and its
 * answers are passed back. It waits for that once, during its login. Event loop of the session.
 */
public interface AskedClient {

    /** Whether the client still waits for the end of its login. */
    boolean canBeAsked();

    /** Its password, if the operator wants it kept and it was right once. */
    Optional<PlainPassword> password();

    /**
     * Passes a demand on.
     *
     * @param answer takes the body of the client's message, of whatever kind; empty when the client is gone
     */
    void ask(Authentication demand, Consumer<Optional<byte[]>> answer);

    /** Passes on what needs no answer. */
    void tell(Authentication message);

    /** The server is content; the client is told so. */
    void letIn();
}
