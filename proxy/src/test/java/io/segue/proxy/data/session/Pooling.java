package io.segue.proxy.data.session;

import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.PoolRule;
import io.segue.proxy.config.hba.NamePattern;
import java.time.Duration;
import java.util.List;

/** How a test's sessions come by their links: all of them by one rule, with a value or two of the test's own. */
record Pooling(PoolMode mode, int size, int min, int reserve, Duration longestWait, Duration maxLifetime, Duration idleTimeout, int waiting, int loops) {

    private static final Duration LONG = Duration.ofMinutes(1);

    static Pooling of(PoolMode mode, int size) {
        return new Pooling(mode, size, 0, 0, LONG, LONG, LONG, 1000, 1);
    }

    Pooling minimum(int links) {
        return new Pooling(mode, size, links, reserve, longestWait, maxLifetime, idleTimeout, waiting, loops);
    }

    Pooling reserve(int links) {
        return new Pooling(mode, size, min, links, longestWait, maxLifetime, idleTimeout, waiting, loops);
    }

    Pooling waitingFor(Duration limit) {
        return new Pooling(mode, size, min, reserve, limit, maxLifetime, idleTimeout, waiting, loops);
    }

    Pooling livingFor(Duration limit) {
        return new Pooling(mode, size, min, reserve, longestWait, limit, idleTimeout, waiting, loops);
    }

    Pooling idleFor(Duration limit) {
        return new Pooling(mode, size, min, reserve, longestWait, maxLifetime, limit, waiting, loops);
    }

    Pooling waiting(int sessions) {
        return new Pooling(mode, size, min, reserve, longestWait, maxLifetime, idleTimeout, sessions, loops);
    }

    Pooling onLoops(int number) {
        return new Pooling(mode, size, min, reserve, longestWait, maxLifetime, idleTimeout, waiting, number);
    }

    PoolRule rule() {
        return new PoolRule(
                List.of(new NamePattern.All()), List.of(new NamePattern.All()), mode, size, min, reserve, Duration.ofMillis(300), maxLifetime,
                idleTimeout, longestWait, waiting);
    }
}
