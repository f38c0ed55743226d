package io.segue.proxy.control.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataFilesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev/sda1         41152736 9218624  29813772      24% /",
                "overlay of this   41152736 9218624  29813772     100% /var/lib/with 5% blanks",
                "tmpfs             41152736 9218624  29813772       - /tmp",
            })
    void findsTheAvailableBlocksInAnyRow(String row) {
        String table = "Filesystem     1024-blocks    Used Available Capacity Mounted on\n" + row + "\n";
        assertThat(DataFiles.parseFreeBytes(table)).isEqualTo(29_813_772L * 1024);
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThatIllegalArgumentException().isThrownBy(() -> DataFiles.parseFreeBytes(""));
        assertThatIllegalArgumentException().isThrownBy(() -> DataFiles.parseFreeBytes("Filesystem\ndf: no such file\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1), 150018",
        "postgres (PostgreSQL) 18.6, 180006",
        "postgres (PostgreSQL) 19beta1, 190000",
    })
    void readsVersionsAsServersWriteThem(String answer, int version) {
        assertThat(DataFiles.parseVersion(answer)).isEqualTo(version);
    }

    @Test
    void refusesWhatIsNoVersion() {
        assertThatIllegalArgumentException().isThrownBy(() -> DataFiles.parseVersion("sh: postgres: not found"));
    }
}
