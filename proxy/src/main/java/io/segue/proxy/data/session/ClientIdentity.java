package io.segue.proxy.data.session;

import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.data.backend.AskedClient;
import io.segue.proxy.data.backend.LoginKey;
import io.segue.proxy.route.Shard;
import java.time.Instant;
import java.util.Optional;

/**
 * Who a session is: what its client said at the start, and with what it logs in to servers.
 *
 * @param id counts up over the life of the proxy
 * @param method by which the client logged in
 */
record ClientIdentity(long id, Shard shard, StartupMessage startup, LoginKey key, String method, Instant connectedAt) {

    /** Why its client would have to log in again on another server; empty when Segue can do that on its behalf. */
    Optional<String> tie() {
        return key instanceof LoginKey.PassThrough(AskedClient client) && client.password().isEmpty()
                ? Optional.of("it logged in by pass-through, and only its client has the password")
                : Optional.empty();
    }

    /** What the connection is for. */
    SessionKind kind() {
        return SessionKind.of(startup);
    }

    /** A replication connection is tied to its server: it takes no part in a move, which ends it. */
    boolean isPinned() {
        return kind() != SessionKind.QUERIES;
    }

    /** Whether nobody else can use its link, and it none of others: it is tied to its server, or the server itself has let it in. */
    boolean hasOwnLink() {
        return isPinned() || key instanceof LoginKey.PassThrough;
    }

    String application() {
        return startup.parameters().getOrDefault("application_name", "");
    }

    @Override
    public String toString() {
        return "session " + id + " (" + startup.user() + "@" + startup.database() + ")";
    }
}
