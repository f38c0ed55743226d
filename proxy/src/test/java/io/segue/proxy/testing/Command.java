package io.segue.proxy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and gives what it printed; a program that fails or takes too long fails the test with its output. */
final class Command {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Command() {}

    static String run(List<String> command) {
        return run(command, Map.of());
    }

    /** @param environment added to this process's own */
    static String run(List<String> command, Map<String, String> environment) {
        try {
            // A file and not a pipe: a server that the program leaves behind would keep the pipe open.
            Path output = Files.createTempFile("segue-command", ".out");
            try {
                return run(command, environment, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    private static String run(List<String> command, Map<String, String> environment, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile()) // the owner of the servers may not be allowed into ours
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = waitFor(process);
        String text = Files.readString(output, StandardCharsets.UTF_8);
        if (!ended) {
            throw new IllegalStateException(command + " did not end within " + LIMIT.toSeconds() + " s:\n" + text);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command + " ended with " + process.exitValue() + ":\n" + text);
        }
        return text;
    }

    private static boolean waitFor(Process process) {
        try {
            return process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }
}
