package io.segue.proxy.control.credentials;

import io.segue.proxy.control.node.CatalogRole;
import io.segue.proxy.route.Shard;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What servers said last of the roles that log in, for the moments in which none answers. Only roles with a password are kept, so that strangers
 * cannot fill it; of too many, the one that has not logged in for longest goes. Any thread.
 */
final class RoleMemory {

    private final Clock clock;
    private final Map<Key, CatalogRole> roles;

    private record Key(Shard shard, String role) {}

    RoleMemory(Clock clock, int most) {
        this.clock = clock;
        this.roles = new LinkedHashMap<>(16, 0.75f, true) {

            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, CatalogRole> eldest) {
                return size() > most;
            }
        };
    }

    synchronized int size() {
        return roles.size();
    }

    /** A server has said what {@code role} is; empty when it does not exist. */
    synchronized void learn(Shard shard, String role, Optional<CatalogRole> said) {
        Key key = new Key(shard, role);
        if (said.isPresent() && !said.get().stored().isEmpty()) {
            roles.put(key, said.get());
        } else {
            roles.remove(key);
        }
    }

    /** By now the password may have expired. */
    synchronized Optional<CatalogRole> recall(Shard shard, String role) {
        return Optional.ofNullable(roles.get(new Key(shard, role))).map(known -> new CatalogRole(
                known.stored(),
                known.mayLogIn(),
                known.expired() || known.validUntil().filter(until -> until.isBefore(clock.instant())).isPresent(),
                known.validUntil(),
                known.groups()));
    }
}
