package io.segue.proxy.differential;

import io.segue.proxy.config.PoolMode;
import io.segue.proxy.testing.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Generated conversations through pools, whose links others use as well. For a long run, and from another seed: as {@link GeneratedIT}.
 */
class PooledIT {

    private static final long SECONDS = Long.getLong("segue.differential.seconds", 10);
    private static final long CONVERSATIONS = Long.getLong("segue.differential.conversations", Long.MAX_VALUE);
    private static final long FIRST_SEED = Long.getLong("segue.differential.seed", 1);

    @Test
    void throughPoolsAnswersAreWhatTheyAreDirectly(TestReporter reporter) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        try (PostgresServer server = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
                Way session = Way.pooled(server, PoolMode.SESSION);
                Way transaction = Way.pooled(server, PoolMode.TRANSACTION);
                Way inPieces = Way.pooledInPieces(server, PoolMode.TRANSACTION, 1);
                Way moving = Way.pooledAndMoving(server, PoolMode.TRANSACTION)) {
            Comparison.prepare(server);
            try (Comparison comparison = new Comparison(server)) {
                Tally tally = new Tally(reporter, FIRST_SEED);
                try {
                    do {
                        compareNext(comparison, tally, List.of(transaction, moving, session, inPieces));
                    } while (System.nanoTime() < end && tally.conversations() < CONVERSATIONS);
                } finally {
                    tally.tell("through pools");
                }
            }
        }
    }

    private static void compareNext(Comparison comparison, Tally tally, List<Way> ways) throws Exception {
        boolean movable = tally.seed() % 3 != 0;
        try {
            GeneratedIT.compare(comparison, Generator.script(tally.seed(), movable, true), tally.seed(),
                    ways.stream().filter(way -> movable || !way.moving()).toList());
            tally.same();
        } catch (SQLException e) {
            comparison.recover(e);
            tally.serverCrashed();
        }
    }
}
