package io.segue.proxy.control.migration.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.node.Lsn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FactsTest {

    private static final Map<String, Optional<String>> OLDEST = Map.of("work_mem", Optional.of("4MB"), "port", Optional.empty());

    @Test
    void remembersTheOldestValue() {
        Facts facts = Facts.NONE.rememberingSettings("node_a", OLDEST)
                .rememberingSettings("node_a", Map.of("work_mem", Optional.of("64MB"), "fsync", Optional.of("off")));
        assertThat(facts.oldSettings().get("node_a"))
                .containsEntry("work_mem", Optional.of("4MB"))
                .containsEntry("port", Optional.empty())
                .containsEntry("fsync", Optional.of("off"));
    }

    @Test
    void forgetsANodeWithItsLastSetting() {
        Facts facts = Facts.NONE.rememberingSettings("node_a", OLDEST).forgettingSettings("node_a", List.of("work_mem", "port"));
        assertThat(facts).isEqualTo(Facts.NONE);
    }

    @Test
    void keepsOnlyUnrestoredSettingsAfterTheMove() {
        Facts moved = Facts.NONE.rememberingSettings("node_b", OLDEST).onTimeline(3).intendingToStop().stopped(Lsn.parse("0/30"));
        assertThat(moved.afterTheMove()).isEqualTo(Facts.NONE.rememberingSettings("node_b", OLDEST));
    }
}
