package io.segue.proxy.control.node;

import io.segue.proxy.config.Secret;
import io.segue.proxy.config.SegueConfig.OwnRole;
import io.segue.proxy.gate.ReadCatalog;
import io.segue.proxy.testing.PostgresServer;
import java.util.Set;

/** What a move asks of a server: the catalog of its database {@code postgres}, and what commits. */
public final class RealCatalog {

    private RealCatalog() {}

    public static ReadCatalog of(PostgresServer server) throws NodeException {
        try (PostgresNode node = node(server)) {
            return node.readCatalog("postgres").orElseThrow();
        }
    }

    public static Set<Integer> committing(PostgresServer server) throws NodeException {
        try (PostgresNode node = node(server)) {
            return node.committing();
        }
    }

    private static PostgresNode node(PostgresServer server) {
        OwnRole role = new OwnRole(PostgresServer.SUPERUSER, new Secret(PostgresServer.PASSWORD), "postgres");
        return new PostgresNode(RealNode.config("node_a", server), role, RealNode.LIMITS);
    }
}
