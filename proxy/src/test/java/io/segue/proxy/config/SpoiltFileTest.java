package io.segue.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Whatever a slip of the hand makes of a file, the answer is a configuration or findings, never a stack trace. */
class SpoiltFileTest {

    private static final int LENGTH = ConfigFile.GOOD.length();

    private Path file;

    @BeforeProperty
    void createFile() throws IOException {
        file = Files.createTempFile("segue", ".conf");
    }

    @AfterProperty
    void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Property(tries = 500)
    void isReadOrRefused(@ForAll @IntRange(max = 700) int from, @ForAll @IntRange(max = 12) int length, @ForAll("pieces") String piece)
            throws IOException {
        int start = from % LENGTH;
        String spoilt = ConfigFile.GOOD.substring(0, start) + piece + ConfigFile.GOOD.substring(Math.min(LENGTH, start + length));
        Files.writeString(file, spoilt);

        ConfigCheck check = ConfigCheck.of(file, Map.of());

        assertThat(check.lines()).as(spoilt).isNotEmpty().allMatch(line -> line.contains(file.toString()) || line.startsWith("environment"));
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                "", " ", "{", "}", "[", "]", ",", "=", "\"", "\"\"\"", "#", "\n", "null", "true", "7", "-1", "1e9", "3s", "${", "${x}",
                "${?x}", "${segue}", "include ", "\\", "\\u0000", "+=", "a.b", "é", "*");
    }
}
