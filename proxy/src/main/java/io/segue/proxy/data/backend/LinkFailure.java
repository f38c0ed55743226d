package io.segue.proxy.data.backend;

import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.SqlState;
import io.segue.proxy.route.Node;
import java.util.List;

/** Why a link did not come about, or was lost. */
public sealed interface LinkFailure {

    /** What a client that waits for the link is told. */
    ErrorFields error();

    /**
     * The server itself refused, in its own words.
     *
     * @param remarks what it said before: notices, its settings, its key
     */
    record Refused(ErrorFields error, List<BackendMessage> remarks) implements LinkFailure {

        /** Whether it is about who the client is: then trying again is of no use. */
        public boolean concernsTheClient() {
            return error.sqlState().startsWith("28") || error.sqlState().startsWith("3D") || error.sqlState().startsWith("42");
        }
    }

    /**
     * The server has another password of the role by now than the one that the client has logged in with, or takes it no longer: to either it begins
     * the same exchange (auth-scram.c, scram_init). A standby may only not know yet what the primary does.
     */
    record Outdated(Node node, String role, String reason) implements LinkFailure {

        /** As the server would say it, who is spared a proof that cannot be right (auth.c, auth_failed). */
        @Override
        public ErrorFields error() {
            return ErrorFields.fatal(SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + role + "\"")
                    .detail("At " + node + ": " + reason + ".")
                    .hint("Connect again, with the role's present password.");
        }
    }

    /** There was no answer, or none that can be understood. */
    record Unreachable(Node node, String reason) implements LinkFailure {

        @Override
        public ErrorFields error() {
            return ErrorFields.fatal(SqlState.CANNOT_CONNECT_NOW, "server " + node + " cannot be reached")
                    .detail(reason)
                    .hint("Try again; if it stays like this, look at the server at " + node.address() + ".");
        }
    }
}
