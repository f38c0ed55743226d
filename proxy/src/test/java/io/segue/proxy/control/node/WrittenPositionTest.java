package io.segue.proxy.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An insert position behind a page header that nobody has written yet is the end of the page before. */
class WrittenPositionTest {

    @ParameterizedTest
    @CsvSource({"0/3094018, 0/3094000", "0/3000028, 0/3000000", "0/3094028, 0/3094028", "0/3000018, 0/3000000", "0/30940A8, 0/30940A8", "FFFFFFFF/FF000028, FFFFFFFF/FF000000"})
    void isWhatAStandbyCanReach(String insert, String reachable) {
        assertThat(ServerStatus.endOfLastRecord(Lsn.parse(insert), 8192, 16 << 20)).isEqualTo(Lsn.parse(reachable));
    }
}
