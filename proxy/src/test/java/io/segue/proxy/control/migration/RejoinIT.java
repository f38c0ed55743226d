package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.RealShard.CUTOVER;
import static io.segue.proxy.control.migration.RealShard.PREPARE;
import static io.segue.proxy.control.migration.RealShard.SWITCHBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An old primary that is killed when it has just rejoined: it is started again, and still cannot be written to. */
class RejoinIT {

    @TempDir
    private Path stateDirectory;

    @Test
    void isStartedAgainAsAStandby() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory)) {
            shard.succeed(PREPARE);
            shard.during("VERIFYING", () -> shard.server("node_a").kill9());

            shard.succeed(CUTOVER);

            assertThat(shard.status().state()).isEqualTo("MOVED");
            assertThat(shard.lastReport()).contains("node_a had ended after it had rejoined, and was started again as a standby (1 of 3)");
            assertThat(shard.server("node_a").psql("-c", "SELECT pg_is_in_recovery()")).isEqualTo("t");
            assertThatThrownBy(() -> shard.server("node_a").execute("INSERT INTO row DEFAULT VALUES")).hasMessageContaining("read-only transaction");
            shard.succeed(SWITCHBACK);
        }
    }
}
