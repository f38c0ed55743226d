package io.segue.proxy.control.node;

import io.segue.proxy.gate.ReadCatalog;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SegueRole;
import java.util.Set;

/** What a move asks of a server: the catalog of its database {@code postgres}, and what commits. */
public final class RealCatalog {

    private RealCatalog() {}

    /** Makes Segue's role on a running primary, as which everything is asked; more often than once does no harm. */
    public static void openTo(PostgresServer primary) {
        SegueRole.create(primary, RealNode.PASSWORD);
    }

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
        return new PostgresNode(RealNode.config("node_a", server), RealNode.ROLE, RealNode.LIMITS);
    }
}
