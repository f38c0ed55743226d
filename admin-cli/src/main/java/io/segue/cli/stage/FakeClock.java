package io.segue.cli.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock that one process sees, set apart from the machine's by libfaketime. Its monotonic clock goes on as it is.
 *
 * @param library to be loaded into the process
 * @param offset the file that says by how much
 */
public record FakeClock(Path library, Path offset) {

    /** Where Debian and others have it. */
    private static final String LIBRARIES = "/usr/lib";
    private static final String NAME = "faketime/libfaketime.so.1";

    /** Empty when the library is not installed. */
    public static Optional<FakeClock> find(Path offset) throws IOException {
        try (Stream<Path> architectures = Files.list(Path.of(LIBRARIES))) {
            Optional<FakeClock> found = architectures.map(it -> it.resolve(NAME)).filter(Files::isRegularFile).findFirst()
                    .map(library -> new FakeClock(library, offset));
            if (found.isPresent()) {
                found.get().set("+0");
            }
            return found;
        }
    }

    /** For the process: the file is read at each look at the clock, and nothing but the wall clock is touched. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "FAKETIME_DISABLE_SHM", "1");
    }

    /** @param by such as {@code +5h} or {@code -5h}, in whole */
    public void set(String by) throws IOException {
        Path next = Files.writeString(offset.resolveSibling(offset.getFileName() + ".new"), by + "\n");
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
