package io.segue.proxy.gate;

import io.segue.proxy.route.Node;
import java.util.Map;
import java.util.Optional;

/**
 * That, and where, reads go on while everything else is held.
 *
 * @param standby the node that is to serve next; in recovery until the release
 * @param catalogs by database; of a database that is not among them nothing is known, and its reads wait with the rest
 */
public record ReadMove(Node standby, Map<String, ReadCatalog> catalogs) {

    public ReadMove {
        catalogs = Map.copyOf(catalogs);
    }

    /** What is known of {@code database}. */
    public Optional<ReadCatalog> catalog(String database) {
        return Optional.ofNullable(catalogs.get(database));
    }
}
