package io.segue.proxy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where {@code initdb}, {@code postgres} and {@code pg_ctl} are: {@code SEGUE_PG_BIN}, or the newest of Debian's packages. */
final class PostgresBinaries {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private PostgresBinaries() {}

    /** @throws IllegalStateException with the line that installs them, when there are none */
    static Path directory() {
        return Optional.ofNullable(System.getenv("SEGUE_PG_BIN"))
                .map(Path::of)
                .or(PostgresBinaries::newestOfDebian)
                .filter(directory -> Files.isExecutable(directory.resolve("initdb")))
                .orElseThrow(() -> new IllegalStateException(
                        "No PostgreSQL server is installed here: there is no initdb in /usr/lib/postgresql/*/bin or in the directory that"
                                + " SEGUE_PG_BIN names. Install one (apt-get install -y --no-install-recommends postgresql), or set"
                                + " SEGUE_PG_BIN to the directory of its programs."));
    }

    private static Optional<Path> newestOfDebian() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.filter(version -> version.getFileName().toString().matches("\\d+"))
                    .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparingInt(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + DEBIAN, e);
        }
    }
}
