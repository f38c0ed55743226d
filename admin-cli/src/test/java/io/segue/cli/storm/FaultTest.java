package io.segue.cli.storm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void everyFaultHasANameOfItsOwn() {
        assertThat(Fault.all()).extracting(Fault::label).doesNotHaveDuplicates().hasSize(25).contains(
                "kill -9 of the proxy", "SIGSTOP of the target's walreceiver", "freeze the replication to the source", "full disk of the target",
                "the proxy's clock 5 h back");
    }
}
