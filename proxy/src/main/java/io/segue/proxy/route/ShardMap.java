package io.segue.proxy.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which shard a database belongs to. Immutable. */
public final class ShardMap {

    private final List<Shard> shards;
    private final Map<String, Shard> byDatabase = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when two shards claim the same database or share a name */
    public ShardMap(List<Shard> shards) {
        this.shards = List.copyOf(shards);
        for (Shard shard : shards) {
            for (String database : shard.databases()) {
                Shard other = byDatabase.putIfAbsent(database, shard);
                if (other != null) {
                    throw new IllegalArgumentException(
                            "database " + database + " is claimed by shard " + other + " and by shard " + shard);
                }
            }
        }
        if (shards.stream().map(Shard::name).distinct().count() != shards.size()) {
            throw new IllegalArgumentException("two shards share a name");
        }
    }

    public List<Shard> shards() {
        return shards;
    }

    public Optional<Shard> ofDatabase(String database) {
        Shard exact = byDatabase.get(database);
        return Optional.ofNullable(exact != null ? exact : byDatabase.get(Shard.ANY_DATABASE));
    }

    /**
     * A physical replication connection is to no database; what clients name is most often {@code replication}. It goes to the shard that claims
     * that name, or to the only one.
     */
    public Optional<Shard> ofPhysicalReplication(String database) {
        return ofDatabase(database).or(() -> shards.size() == 1 ? Optional.of(shards.getFirst()) : Optional.empty());
    }

    public Optional<Shard> named(String name) {
        return shards.stream().filter(shard -> shard.name().equals(name)).findFirst();
    }
}
