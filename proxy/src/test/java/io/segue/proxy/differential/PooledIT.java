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
                long seed = FIRST_SEED;
                do {
                    boolean movable = seed % 3 != 0;
                    List<Way> ways = movable ? List.of(transaction, moving, session, inPieces) : List.of(transaction, inPieces, session);
                    try {
                        GeneratedIT.compare(comparison, Generator.script(seed, movable, true), seed, ways);
                    } catch (SQLException e) {
                        comparison.recover(e);
                        reporter.publishEntry("the server itself crashes of seed", String.valueOf(seed));
                    }
                    seed++;
                } while (System.nanoTime() < end);
                reporter.publishEntry("conversations that were the same", String.valueOf(seed - FIRST_SEED));
            }
        }
    }
}
