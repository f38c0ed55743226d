package io.segue.proxy.differential;

import static org.assertj.core.api.Assertions.fail;

import io.segue.proxy.testing.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Generated conversations, in every way. For a long run: {@code -Dit.test=GeneratedIT -Dsegue.differential.seconds=3600}, with
 * {@code -Dsegue.differential.conversations=N} to end after so many, and {@code -Dsegue.differential.seed=N} to begin with a seed that a failure
 * has named.
 */
class GeneratedIT {

    private static final long SECONDS = Long.getLong("segue.differential.seconds", 15);
    private static final long CONVERSATIONS = Long.getLong("segue.differential.conversations", Long.MAX_VALUE);
    private static final long FIRST_SEED = Long.getLong("segue.differential.seed", 1);

    @Test
    void throughSegueAnswersAreWhatTheyAreDirectly(TestReporter reporter) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        try (PostgresServer server = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
                Way whole = Way.whole(server);
                Way bytes = Way.inPieces(server, 1);
                Way sevens = Way.inPieces(server, 7);
                Way moving = Way.moving(server)) {
            Comparison.prepare(server);
            Tally tally = new Tally(reporter, FIRST_SEED);
            try (Comparison comparison = new Comparison(server)) {
                do {
                    compareNext(comparison, tally, List.of(moving, whole, bytes, sevens));
                } while (System.nanoTime() < end && tally.conversations() < CONVERSATIONS);
            } catch (Exception | AssertionError e) {
                e.addSuppressed(new IllegalStateException("seed " + tally.seed() + ", behind " + tally.conversations() + " conversations"));
                throw e;
            } finally {
                tally.tell("through links of their own");
            }
        }
    }

    private static void compareNext(Comparison comparison, Tally tally, List<Way> ways) throws Exception {
        boolean movable = tally.seed() % 3 != 0;
        try {
            compare(comparison, Generator.script(tally.seed(), movable), tally.seed(), ways.stream().filter(way -> movable || !way.moving()).toList());
            tally.same();
        } catch (SQLException e) {
            comparison.recover(e);
            tally.serverCrashed();
        }
    }

    static void compare(Comparison comparison, Script script, long seed, List<Way> ways) throws Exception {
        Comparison.Direct direct = comparison.direct(script);
        for (Way way : ways) {
            Optional<String> difference = comparison.difference(script, direct, way, seed);
            if (difference.isPresent()) {
                Shrinker.Shortest shortest = new Shrinker(comparison, way, seed).shorten(script, difference.get());
                fail(way + ", seed " + seed + ":\n" + shortest.difference() + "\nThe shortest script that shows it is " + shortest.script());
            }
        }
    }
}
