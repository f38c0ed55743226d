package io.segue.cli.stage;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Starts the programs of the show: in its own directory, which every account involved may enter, and without the PG* variables of the
 * spectator, which would send them elsewhere.
 *
 * @param directory where they run
 * @param binaries PostgreSQL's programs
 * @param serverPrefix what turns a command into one of the account that owns the servers; empty when that is us
 */
public record Programs(Path directory, Path binaries, List<String> serverPrefix) {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int GRACE_SECONDS = 5;

    public Programs {
        serverPrefix = List.copyOf(serverPrefix);
    }

    /** One of PostgreSQL's programs, by name. */
    public String postgres(String name) {
        return binaries.resolve(name).toString();
    }

    /** {@code command} as the owner of the servers. */
    public List<String> asServer(List<String> command) {
        List<String> prefixed = new ArrayList<>(serverPrefix);
        prefixed.addAll(command);
        return prefixed;
    }

    public ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    /**
     * Runs a short command to its end.
     *
     * @return what it wrote to stdout and stderr
     * @throws StageException with that text, when it fails or takes longer than two minutes
     */
    public String run(List<String> command) throws StageException, InterruptedException {
        try {
            // A server started by the command inherits its stdout: reading a pipe to its end would wait for the server.
            Path output = Files.createTempFile(directory, "output", ".txt");
            try {
                Process process = builder(command)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                return result(command, process, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new StageException("cannot run " + command.getFirst(), e);
        }
    }

    private static String result(List<String> command, Process process, Path output)
            throws IOException, StageException, InterruptedException {
        boolean ended = awaitEnd(process);
        String text = Files.readString(output, StandardCharsets.UTF_8);
        if (!ended) {
            process.destroyForcibly();
            throw new StageException("%s did not end within %d s:%n%s".formatted(String.join(" ", command), LIMIT.toSeconds(), text));
        }
        if (process.exitValue() != 0) {
            throw new StageException("%s ended with %d:%n%s".formatted(String.join(" ", command), process.exitValue(), text));
        }
        return text;
    }

    /** Who is interrupted still lets the command come to its end: half a start of a server is hard to undo. */
    private static boolean awaitEnd(Process process) throws InterruptedException {
        try {
            return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.onExit().completeOnTimeout(process, GRACE_SECONDS, TimeUnit.SECONDS).join();
            process.destroyForcibly();
            throw e;
        }
    }

    /** Sends a signal, such as {@code QUIT}, through the shell's own kill: Java has no call for it. A process that is gone is no error. */
    public void signal(long pid, String signal) throws IOException, InterruptedException {
        signal(List.of(pid), signal);
    }

    /** As {@link #signal(long, String)}, to all of them as nearly at once as a shell can. */
    public void signal(List<Long> pids, String signal) throws IOException, InterruptedException {
        String all = pids.stream().map(String::valueOf).collect(Collectors.joining(" "));
        builder(List.of("sh", "-c", "kill -" + signal + " " + all + " 2>/dev/null")).start().waitFor();
    }
}
