package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.RealShard.CUTOVER;
import static io.segue.proxy.control.migration.RealShard.PREPARE;
import static io.segue.proxy.control.migration.RealShard.SWITCHBACK;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.PostgresServer.StopMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The old primary, started by hand as a primary and made a standby again, answers as one, serves a row of its own, and applies nothing. */
class PhantomIT {

    @TempDir
    private Path stateDirectory;

    @Test
    void aNodeThatOnlyLooksRejoinedIsNotReady() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory)) {
            shard.succeed(PREPARE);
            shard.succeed(CUTOVER);
            await().until(() -> shard.status().readiness().ready());

            PostgresServer old = shard.server("node_a");
            Path signal = old.dataDirectory().resolve("standby.signal");
            old.stop(StopMode.FAST);
            Files.delete(signal);
            old.start();
            old.execute("CREATE TABLE phantom AS SELECT n FROM generate_series(1, 20000) AS n");
            old.stop(StopMode.FAST);
            Files.createFile(signal);
            old.start();

            assertThat(old.psql("-c", "SELECT pg_is_in_recovery()")).isEqualTo("t");
            assertThat(old.psql("-c", "SELECT count(*) FROM phantom")).isEqualTo("20000");
            await().untilAsserted(() ->
                    assertThat(shard.node("node_a").status().receiver()).hasValueSatisfying(it -> assertThat(it.status()).isEqualTo("streaming")));
            assertThat(shard.status().readiness().toString()).startsWith("not ready: node_a is at ").endsWith("their histories have parted");
            Outcome refused = shard.run(SWITCHBACK);
            assertThat(refused.result()).isEqualTo(Outcome.Result.REFUSED);
            assertThat(shard.node("node_a").status().receiver()).as("the receiver looks all right").isPresent();
            assertThat(refused.detail()).contains("target-history: replayed to ");
        }
    }
}
