package io.segue.proxy.config.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({"3s, 3000000000", "1.5s, 1500000000", "1500 ms, 1500000000", "0.001ms, 1000", "1us, 1000", "2min, 120000000000", "1d, 86400000000000"})
    void durationsAreReadInNanoseconds(String text, long nanos) throws UnfitValueException {
        assertThat(Units.TIME.read(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"1B, 1", "64kB, 65536", "16MB, 16777216", "0.5kB, 512", "2TB, 2199023255552"})
    void sizesGoInStepsOf1024(String text, long bytes) throws UnfitValueException {
        assertThat(Units.SIZE.read(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-0.5s", "3", "3.", "3.s", "3x", "1e3s", "0.0000000001s", "0.5B", "9999999999999999999s", "9223372036854775807d", "1,5s"})
    void whatIsNotAQuantityIsRefused(String text) {
        assertThatExceptionOfType(UnfitValueException.class).isThrownBy(() -> (text.endsWith("B") ? Units.SIZE : Units.TIME).read(text));
    }

    @Property
    void whatIsWrittenCanBeRead(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 1_000) long micros) throws UnfitValueException {
        assertThat(Units.TIME.read(Units.TIME.write(micros * 1_000))).isEqualTo(micros * 1_000);
    }
}
