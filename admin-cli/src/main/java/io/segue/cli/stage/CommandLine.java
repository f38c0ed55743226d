package io.segue.cli.stage;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code bin/segue} as an operator uses it: every command is a process of its own, and only its exit code and output are believed. */
public final class CommandLine implements AutoCloseable {

    /** 0 of the command line: done. */
    public static final int DONE = 0;

    private final Path launcher;
    private final Programs programs;
    private final Narrator narrator;
    private final Map<String, String> environment;
    private final CheckFold fold = new CheckFold();
    private volatile Process running;

    public CommandLine(Path launcher, Programs programs, Narrator narrator, int port, Account operator) {
        this.launcher = launcher;
        this.programs = programs;
        this.narrator = narrator;
        this.environment = Map.of(
                "PGHOST", Server.HOST, "PGPORT", String.valueOf(port), "PGUSER", operator.role(), "PGPASSWORD", operator.password());
    }

    /** The variables that make the commands short, as an operator would export them. */
    public String exports() {
        return "export PGPORT=%s PGUSER=%s PGPASSWORD=...".formatted(environment.get("PGPORT"), environment.get("PGUSER"));
    }

    /**
     * Shows the command and its output while it runs.
     *
     * @return the exit code
     */
    public int show(String... arguments) throws StageException, InterruptedException {
        narrator.command("bin/segue " + String.join(" ", arguments));
        try {
            running = builder(arguments).redirectErrorStream(true).start();
            try (BufferedReader output = running.inputReader(StandardCharsets.UTF_8)) {
                output.lines().flatMap(line -> fold.pass(line).stream()).forEach(narrator::output);
            }
            return running.waitFor();
        } catch (IOException e) {
            throw new StageException("cannot run " + launcher, e);
        }
    }

    /** Shows a command that the show cannot do without. */
    public void require(String... arguments) throws StageException, InterruptedException {
        int exitCode = show(arguments);
        if (exitCode != DONE) {
            throw new StageException("bin/segue %s ended with %d".formatted(String.join(" ", arguments), exitCode));
        }
    }

    /**
     * Asks behind the curtain.
     *
     * @return what the command wrote to stdout
     */
    public String ask(String... arguments) throws StageException, InterruptedException {
        try {
            running = builder(arguments).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String answer = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (running.waitFor() != DONE) {
                throw new StageException(
                        "bin/segue %s ended with %d: %s".formatted(String.join(" ", arguments), running.exitValue(), answer));
            }
            return answer;
        } catch (IOException e) {
            throw new StageException("cannot run " + launcher, e);
        }
    }

    /** Starts a command whose output nobody wants, and does not wait for its end. */
    public Process begin(String... arguments) throws StageException {
        try {
            running = builder(arguments)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return running;
        } catch (IOException e) {
            throw new StageException("cannot run " + launcher, e);
        }
    }

    /** Ends the command under way, if there is one. */
    @Override
    public void close() {
        Process process = running;
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList());
        ProcessBuilder builder = programs.builder(command).redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        builder.environment().put("SEGUE_BUILD", "never");
        return builder;
    }
}
