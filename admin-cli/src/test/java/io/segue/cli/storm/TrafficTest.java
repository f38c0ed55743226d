package io.segue.cli.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TrafficTest {

    @Test
    void tellsWhatAConnectionIsForByItsStartUpPacket() {
        assertThat(traffic("user\0app\0database\0app\0\0")).isEqualTo(Traffic.SESSIONS);
        assertThat(traffic("user\0segue\0database\0postgres\0\0")).isEqualTo(Traffic.CONTROL);
        assertThat(traffic("user\0segue\0database\0replication\0replication\0true\0\0")).isEqualTo(Traffic.REPLICATION);
        assertThat(traffic("user\0segue2\0database\0app\0\0")).isEqualTo(Traffic.SESSIONS);
        assertThat(traffic("")).isEqualTo(Traffic.SESSIONS);
    }

    private static Traffic traffic(String parameters) {
        return Traffic.of(("\0\0\0\0\0\3\0\0" + parameters).getBytes(StandardCharsets.UTF_8), "segue");
    }
}
