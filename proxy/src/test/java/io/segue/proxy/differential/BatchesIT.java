package io.segue.proxy.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.differential.Script.Step;
import io.segue.proxy.testing.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Batches of ten statements, the fourth of which fails, with one Sync behind them all and with one behind each; sent in one go, and long enough
 * for the shard to be held and moved in the middle of each. Whatever is heard, and what is in the table in the end, must be as without Segue.
 */
class BatchesIT {

    private static final int STATEMENTS = 10;
    private static final int FAILS = 3;
    private static final int ROUNDS = 5;

    @Test
    void answersAndRowsAreAsTheyAreDirectly() throws Exception {
        try (PostgresServer server = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
                Way whole = Way.whole(server);
                Way bytes = Way.inPieces(server, 1);
                Way moving = Way.moving(server)) {
            Comparison.prepare(server);
            try (Comparison comparison = new Comparison(server)) {
                for (Script script : List.of(batches("one Sync", false, true), batches("ten Syncs", true, true), batches("no error", false, false))) {
                    Comparison.Direct direct = comparison.direct(script);
                    String rows = rows(server);
                    for (Way way : List.of(whole, bytes, moving, moving, moving)) {
                        assertThat(comparison.difference(script, direct, way, way.hashCode())).as(way + ", " + script).isEmpty();
                        assertThat(rows(server)).as(way + ", " + script).isEqualTo(rows);
                    }
                }
            }
        }
    }

    /** Several of them in flight: nobody listens before the last is sent. */
    private static Script batches(String name, boolean syncEach, boolean fails) {
        List<Step> steps = new ArrayList<>();
        steps.add(Says.parse("insert", "INSERT INTO items SELECT $1::int, pg_sleep(0.002)::text || $2"));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < STATEMENTS; i++) {
                // A row that is there already.
                int number = fails && i == FAILS ? 1 : 100 + round * STATEMENTS + i;
                steps.add(Says.bind("", "insert", String.valueOf(number), "batch " + round));
                steps.add(Says.execute("", 0));
                if (syncEach || i == STATEMENTS - 1) {
                    steps.add(Says.sync());
                }
            }
        }
        return Script.of(name, steps);
    }

    private static String rows(PostgresServer server) {
        return server.psql("-c", "SELECT id, label FROM items ORDER BY id");
    }
}
