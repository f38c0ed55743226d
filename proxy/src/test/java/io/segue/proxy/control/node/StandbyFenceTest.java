package io.segue.proxy.control.node;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a plain {@code sh} and a directory that looks like a cluster's. */
class StandbyFenceTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** As a network would that is interrupted: it takes what it is given, and passes a removal on when a file called "go" is there. */
    private static final String LATE =
            """
            cd "$0"
            while IFS= read -r line; do
              case $line in *"rm -f"*) : > asked; while [ ! -e go ]; do sleep 0.02; done ;; esac
              printf '%s\\n' "$line"
            done | { trap '' PIPE; sh; : > "$0/done"; }
            """;

    @TempDir
    private Path directory;

    private Path signal;

    @BeforeEach
    void cluster() throws IOException {
        Files.writeString(directory.resolve("PG_VERSION"), "15\n");
        signal = directory.resolve("standby.signal");
    }

    private StandbyFence fence(NodeShell shell, Duration call) {
        NodeConfig config = new NodeConfig(
                "node_a", "127.0.0.1", 5432, directory.toString(), Optional.empty(), "/nowhere", List.of("sh"), Optional.empty(), Optional.empty());
        return new StandbyFence(config, shell, new NodeLimits(LIMIT, call, call, LIMIT));
    }

    @Test
    void isRaisedAndLoweredAsOftenAsOneLikes() throws Exception {
        try (NodeShell shell = new NodeShell("node_a", List.of("sh"), LIMIT)) {
            StandbyFence fence = fence(shell, LIMIT);
            fence.lower();
            fence.raise();
            fence.raise();
            assertThat(fence.raised()).isTrue();
            assertThat(signal).exists();
            fence.lower();
            assertThat(fence.raised()).isFalse();
            assertThat(signal).doesNotExist();

            Files.createFile(signal);
            fence.lower();
            assertThat(signal).as("one that pg_basebackup has made").doesNotExist();
        }
    }

    /** The operator repeats the command, and its fence is up, when the removal of the first attempt comes through at last. */
    @Test
    void aRemovalThatComesLateLeavesTheNextFenceAlone() throws Exception {
        try (NodeShell interrupted = new NodeShell("node_a", List.of("sh", "-c", LATE, directory.toString()), LIMIT);
                NodeShell sound = new NodeShell("node_a", List.of("sh"), LIMIT)) {
            StandbyFence first = fence(interrupted, Duration.ofSeconds(2));
            StandbyFence next = fence(sound, LIMIT);
            next.raise();
            assertThatThrownBy(first::lower).isInstanceOf(NodeException.class).hasMessageContaining("Whether it took effect is unknown");
            assertThat(directory.resolve("asked")).exists();

            next.lower();
            next.raise();
            Files.createFile(directory.resolve("go"));
            await().until(() -> Files.exists(directory.resolve("done")));

            assertThat(next.raised()).isTrue();
        }
    }
}
