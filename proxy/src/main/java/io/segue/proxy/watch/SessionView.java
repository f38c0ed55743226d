package io.segue.proxy.watch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A client session as SHOW CLIENTS shows it.
 *
 * @param id counts up from 1
 * @param kind what the connection is for: queries, physical replication or logical replication
 * @param login the method by which its client logged in
 * @param state login, idle, active, held, closing ...
 * @param node the node its link goes to; empty when it has none
 * @param serverPid the server's backend pid; 0 when it has no link
 * @param spareNode the node its warm link goes to; empty when it has none
 * @param spareServerPid the pid of its warm link; 0 when it has none
 * @param tie why it cannot log in to another server, and so cannot be moved; empty when it can
 * @param heldMicros how long its present unit of work has been held, or has waited for a link, in microseconds
 * @param poolMode how it comes by its links
 * @param luggage what it would have to take along to another server
 * @param tls the version of TLS that the client speaks; empty when it speaks in clear
 * @param sockets that of its client, then those of its link and its warm link, if it has them
 */
public record SessionView(
        long id,
        String kind,
        String user,
        String database,
        String shard,
        String application,
        String login,
        String address,
        String state,
        String node,
        int serverPid,
        String spareNode,
        int spareServerPid,
        Optional<String> tie,
        Instant connectedAt,
        long heldMicros,
        String poolMode,
        String tls,
        SessionLuggage luggage,
        List<SocketView> sockets) {}
