package io.segue.proxy.differential;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Takes steps out of a script as long as it shows a difference. Gives up after a while: a shorter script is a comfort, not a proof. */
final class Shrinker {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Comparison comparison;
    private final Way way;
    private final long seed;

    /** @param difference that {@code script} shows */
    record Shortest(Script script, String difference) {}

    Shrinker(Comparison comparison, Way way, long seed) {
        this.comparison = comparison;
        this.way = way;
        this.seed = seed;
    }

    Shortest shorten(Script script, String difference) throws Exception {
        Shortest shortest = new Shortest(script, difference);
        long end = System.nanoTime() + LIMIT_NANOS;
        for (int chunk = Math.max(1, script.steps().size() / 2); chunk > 0; chunk /= 2) {
            int from = 0;
            while (from + chunk <= shortest.script().steps().size() && System.nanoTime() < end) {
                Script candidate = shortest.script().without(from, from + chunk);
                Optional<String> found = comparison.difference(candidate, comparison.direct(candidate), way, seed);
                if (found.isPresent()) {
                    shortest = new Shortest(candidate, found.get());
                } else {
                    from += chunk;
                }
            }
        }
        return shortest;
    }
}
