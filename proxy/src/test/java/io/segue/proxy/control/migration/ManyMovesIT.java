package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.RealShard.CUTOVER;
import static io.segue.proxy.control.migration.RealShard.PREPARE;
import static io.segue.proxy.control.migration.RealShard.SWITCHBACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Moves there and back between real servers whose configuration says nothing of {@code wal_retrieve_retry_interval}: a promotion just as the upstream
 * goes away would sleep that long, 5 s, every other time. For a long run: {@code -Dit.test=ManyMovesIT -Dsegue.moves=30}; under load and with the
 * clients' view of it: {@code bin/soak --moves 30}.
 */
class ManyMovesIT {

    private static final int MOVES = Integer.getInteger("segue.moves", 4);
    private static final Pattern PROMOTING = Pattern.compile("\"phase\" : \"PROMOTING\",\\s*\"ms\" : ([0-9.]+)");

    /** A promotion takes some 50 ms; between that and the sleep there is room for a machine that is busy otherwise. */
    private static final double MOST_MILLISECONDS = 4_500;

    @TempDir
    private Path stateDirectory;

    @Test
    void noneWaitsForTheStandbysNextTry() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory)) {
            shard.succeed(PREPARE);
            for (int move = 1; move <= MOVES; move++) {
                String from = move % 2 == 1 ? "node_a" : "node_b";
                String to = move % 2 == 1 ? "node_b" : "node_a";
                assertThat(shard.server(to).psql("-c", "SHOW wal_retrieve_retry_interval")).as("before move %d", move).isEqualTo("5s");
                shard.atTheNextHold(() -> shard.server(from).execute("INSERT INTO row SELECT FROM generate_series(1, 100)"));

                shard.succeed(move % 2 == 1 ? CUTOVER : SWITCHBACK);

                assertThat(promotion(shard.lastReport())).as("milliseconds of the promotion in move %d", move).isLessThan(MOST_MILLISECONDS);
                assertThat(shard.node(to).status().timeline()).isEqualTo(1 + move);
                assertThat(shard.server(to).psql("-c", "SELECT count(*) FROM row")).isEqualTo(Integer.toString(100 * move));
            }
        }
    }

    private static double promotion(String report) {
        Matcher found = PROMOTING.matcher(report);
        assertThat(found.find()).as(report).isTrue();
        return Double.parseDouble(found.group(1));
    }
}
