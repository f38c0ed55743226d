package io.segue.proxy.control.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTest {

    @ParameterizedTest
    @ValueSource(strings = {"0/0", "16/B374D848", "0/9", "FFFFFFFF/FFFFFFFF", "80000000/0"})
    void readsWhatItWrites(String text) {
        assertThat(Lsn.parse(text)).hasToString(text);
    }

    @Test
    void comparesAsANumberAndNotAsText() {
        assertThat(Lsn.parse("0/10")).isGreaterThan(Lsn.parse("0/9"));
        assertThat(Lsn.parse("A/0")).isLessThan(Lsn.parse("10/0"));
        assertThat(Lsn.parse("80000000/0")).isGreaterThan(Lsn.parse("7FFFFFFF/FFFFFFFF"));
    }

    @Test
    void countsBytesBetweenTwo() {
        assertThat(Lsn.parse("1/0").minus(Lsn.parse("0/FFFFFFFF"))).isEqualTo(1);
        assertThat(Lsn.parse("0/10").minus(Lsn.parse("0/28"))).isEqualTo(-24);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "0", "0/", "/0", "0/123456789", "G/0", "-1/0", "+1/0", " 0/0", "0/0 ", "0/0/0"})
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Lsn.parse(text)).withMessageContaining(text);
    }
}
