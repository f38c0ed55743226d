package io.segue.cli.bench;

import io.segue.cli.stage.Account;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Servers;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** pgbench and psql, one at a time and each with a limit. Main thread. */
final class Generator {

    private static final String OUTPUT = "output.txt";

    private final Stage stage;

    Generator(Stage stage) {
        this.stage = stage;
    }

    /** What is done while the program runs. */
    @FunctionalInterface
    interface Watch {

        /** @param output of the program so far, in a file */
        void look(Path output) throws StageException;
    }

    /** @return what the program said */
    String run(List<String> command, Endpoint endpoint, int limitSeconds, Optional<Path> input) throws StageException, InterruptedException {
        return run(command, endpoint, limitSeconds, input, limitSeconds * 1_000, _ -> {});
    }

    /** @param everyMillis how often {@code watch} looks */
    String run(List<String> command, Endpoint endpoint, int limitSeconds, Optional<Path> input, int everyMillis, Watch watch)
            throws StageException, InterruptedException {
        Path output = stage.workplace().resolve(OUTPUT);
        Process process = begin(command, endpoint, input, output);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        try {
            while (!process.waitFor(everyMillis, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new StageException("%s: no end within %d s".formatted(endpoint.name(), limitSeconds));
                }
                watch.look(output);
            }
        } finally {
            process.destroyForcibly().onExit().join();
        }
        return said(process, output, command, endpoint);
    }

    private Process begin(List<String> command, Endpoint endpoint, Optional<Path> input, Path output) throws StageException {
        Account application = stage.servers().application();
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(
                "--host=" + Server.HOST, "--port=" + endpoint.port(), "--username=" + application.role(), Servers.DATABASE));
        ProcessBuilder builder = stage.programs().builder(line)
                .redirectInput(input.map(Path::toFile).orElse(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("PGPASSWORD", application.password());
        builder.environment().put("PGSSLMODE", endpoint.encrypts() ? "require" : "disable");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new StageException("cannot run " + command.getFirst(), e);
        }
    }

    private static String said(Process process, Path output, List<String> command, Endpoint endpoint) throws StageException {
        try {
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new StageException("%s: %s ended with %d: %s".formatted(
                        endpoint.name(), Path.of(command.getFirst()).getFileName(), process.exitValue(), firstError(text)));
            }
            return text;
        } catch (IOException e) {
            throw new StageException("cannot read what " + command.getFirst() + " said", e);
        }
    }

    private static String firstError(String output) {
        return output.lines().filter(line -> line.contains("ERROR") || line.contains("FATAL")).findFirst().orElse(output.strip());
    }

    /** The number that {@code pattern} finds in what pgbench has said. */
    static double number(Pattern pattern, String output) throws StageException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new StageException("pgbench did not say what it did:\n" + output);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
