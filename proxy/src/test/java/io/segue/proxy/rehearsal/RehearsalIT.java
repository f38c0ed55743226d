package io.segue.proxy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy takes the stand-in for a server: what it asks at a start and at a login is answered. */
class RehearsalIT {

    @TempDir
    private Path directory;

    @Test
    void startsServesAndStopsWithoutAServer() throws Exception {
        new Rehearsal(directory).play();

        try (Stream<Path> left = Files.walk(directory.resolve("state"))) {
            assertThat(left.map(file -> file.getFileName().toString())).anyMatch(name -> name.contains("main"));
        }
    }

    @Test
    void loadsTheClassesOfBothModules() throws Exception {
        assertThat(OwnClasses.load()).isGreaterThan(500);
    }
}
