package io.segue.proxy.config;

import io.segue.proxy.config.hba.NamePattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the sessions of some databases and roles come by their links. There is a pool for each database and role.
 *
 * @param databases to which of them it applies; names, expressions, all or sameuser
 * @param users to which of them it applies
 * @param size links at most, over all event loops
 * @param min links that stay open while there are clients
 * @param reserve links above {@code size} for those who have waited for {@code reserveAfter}
 * @param maxLifetime older links are not lent again
 * @param idleTimeout links above {@code min} that nobody has used for so long are closed
 * @param longestWait for a link at most; then the client is answered 53300
 * @param waiting sessions that wait for a link of the pool at most; the next one is answered 53300 at once
 */
public record PoolRule(
        List<NamePattern> databases,
        List<NamePattern> users,
        PoolMode mode,
        int size,
        int min,
        int reserve,
        Duration reserveAfter,
        Duration maxLifetime,
        Duration idleTimeout,
        Duration longestWait,
        int waiting) {

    /** The rule for a session; empty when none fits, and then it has links of its own. */
    public static Optional<PoolRule> find(List<PoolRule> rules, String database, String user) {
        return rules.stream().filter(rule -> rule.fits(database, user)).findFirst();
    }

    private boolean fits(String database, String user) {
        return databases.stream().anyMatch(pattern -> fits(pattern, database, user)) && users.stream().anyMatch(pattern -> fits(pattern, user, user));
    }

    private static boolean fits(NamePattern pattern, String name, String user) {
        return switch (pattern) {
            case NamePattern.All() -> true;
            case NamePattern.Exactly(String exactly) -> exactly.equals(name);
            case NamePattern.Matching matching -> matching.fits(name);
            case NamePattern.SameUser() -> name.equals(user);
            case NamePattern.SameRole(), NamePattern.Replication(), NamePattern.MemberOf _ -> false;
        };
    }
}
