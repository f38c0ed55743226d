package io.segue.proxy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server's first process, found by {@code postmaster.pid} (first line: its process id, second line: its data directory). */
record Postmaster(long pid) {

    private static final long QUIT_SECONDS = 6;

    /** The one that serves this data directory; empty when there is none, or when its pid file is a leftover. */
    static Optional<Postmaster> of(Path dataDirectory) {
        try {
            List<String> lines = Files.readAllLines(dataDirectory.resolve("postmaster.pid"));
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip())))
                            .filter(postmaster -> postmaster.serves(dataDirectory));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read postmaster.pid", e);
        }
    }

    /** A postmaster works in its data directory; a process that got the number later, or has ended and is not yet reaped, does not. */
    private boolean serves(Path dataDirectory) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", String.valueOf(pid), "cwd")).equals(dataDirectory.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** Immediate shutdown, which gives its shared memory back as SIGKILL does not; and SIGKILL for one that does not listen. */
    void end() {
        try {
            new ProcessBuilder("kill", "-QUIT", String.valueOf(pid)).inheritIO().start().waitFor();
            ProcessHandle.of(pid).ifPresent(it -> it.onExit().completeOnTimeout(it, QUIT_SECONDS, TimeUnit.SECONDS).join());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (ProcessHandle.of(pid).isPresent()) {
            kill();
        }
    }

    /** SIGKILL to it and its children, and their end. */
    void kill() {
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await(() -> all.stream().noneMatch(Postmaster::works));
    }

    /** Until its number is free: as long as the dead process is not reaped, a new server takes it for a living one and refuses to start. */
    void awaitReaped() {
        await(() -> ProcessHandle.of(pid).isEmpty());
    }

    private static void await(Callable<Boolean> condition) {
        Patience.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    /** A dead process that nobody has reaped yet is still listed, but has no working directory any more. */
    private static boolean works(ProcessHandle process) {
        return Files.exists(Path.of("/proc", String.valueOf(process.pid()), "cwd"));
    }
}
