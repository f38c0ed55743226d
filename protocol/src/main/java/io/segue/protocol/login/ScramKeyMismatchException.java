package io.segue.protocol.login;

/**
 * A server asks with another salt or iteration count than the verifier that a key was recovered with: the role has another password
 * there, or was given the same one anew. The key is of no use at that server; only a new login of the client yields one that is.
 */
public final class ScramKeyMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScramKeyMismatchException() {
        super("the server's SCRAM verifier of this role is not the one that the client logged in with (salt or iterations differ): "
                + "its password was set anew; the client has to connect again");
    }
}
