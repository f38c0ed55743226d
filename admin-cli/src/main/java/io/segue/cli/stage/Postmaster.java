package io.segue.cli.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server's first process, found by its {@code postmaster.pid}, whoever started it. The number alone proves nothing: a process that was
 * killed keeps it until somebody reaps it, and a stranger may get it afterwards. Neither works in the data directory.
 */
public record Postmaster(ProcessHandle process, Path dataDirectory) {

    private static final Path PROCESSES = Path.of("/proc");
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_MILLIS = 10;

    /** Empty when none runs. */
    static Optional<Postmaster> of(Path dataDirectory) throws IOException {
        try {
            List<String> lines = Files.readAllLines(dataDirectory.resolve("postmaster.pid"));
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                            .map(process -> new Postmaster(process, dataDirectory))
                            .filter(Postmaster::runs);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Itself, then its children. */
    public Stream<Long> family() {
        return Stream.concat(Stream.of(process), process.descendants()).map(ProcessHandle::pid);
    }

    public boolean runs() {
        return process.isAlive() && (Files.notExists(PROCESSES) || worksInDataDirectory());
    }

    private boolean worksInDataDirectory() {
        try {
            return Files.readSymbolicLink(PROCESSES.resolve(String.valueOf(pid())).resolve("cwd")).equals(dataDirectory.toRealPath());
        } catch (IOException gone) {
            // So it is as well with another account's process, which we may not look at: the shows run as root or as the servers' owner.
            return false;
        }
    }

    /** @return false when it still runs after 20 s */
    public boolean awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + END_NANOS;
        while (runs()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
