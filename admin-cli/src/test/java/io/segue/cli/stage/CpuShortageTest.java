package io.segue.cli.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuShortageTest {

    @TempDir
    private Path directory;

    @Test
    void isReadFromTheKernelsCount() throws Exception {
        Path pressure = Files.writeString(
                directory.resolve("cpu"),
                """
                some avg10=60.50 avg60=86.36 avg300=85.74 total=697002357
                full avg10=0.00 avg60=0.00 avg300=0.00 total=12
                """);

        assertThat(new CpuShortage(pressure).totalMillis()).hasValue(697_002);
    }

    @Test
    void isNotKnownWhereNobodyCounts() throws Exception {
        assertThat(new CpuShortage(directory.resolve("none")).totalMillis()).isEmpty();
        assertThat(new CpuShortage(Files.createFile(directory.resolve("cpu"))).totalMillis()).isEmpty();
    }
}
