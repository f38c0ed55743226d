package io.segue.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.cli.stage.StageException;
import org.junit.jupiter.api.Test;

class LoopAllocationTest {

    @Test
    void isALineOfTheProxysPage() throws StageException {
        assertThat(LoopAllocation.read("""
                # TYPE segue_loops_allocated_bytes_total counter
                segue_loops_allocated_bytes_total 1.2345678E7
                segue_clients 3.0
                """)).isEqualTo(12_345_678);
    }

    @Test
    void aPageWithoutItIsNotTakenForNothing() {
        assertThatThrownBy(() -> LoopAllocation.read("segue_clients 3.0")).isInstanceOf(StageException.class).hasMessageContaining("loops_allocated");
    }
}
