package io.segue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/segue} as a program: after the jars are packaged, from wherever it is called. */
class LauncherIT {

    private static final Path LAUNCHER = Path.of("..", "bin", "segue").toAbsolutePath().normalize();

    @TempDir
    private Path elsewhere;

    private record Ended(int exitCode, String output) {}

    @Test
    void runsFromAnyDirectoryAndThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(elsewhere.resolve("segue"), LAUNCHER);

        Ended ended = run(List.of(link.toString(), "--version"), Map.of());
        Files.delete(link);

        assertThat(ended.output()).startsWith("segue ");
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        assertThat(run(List.of(LAUNCHER.toString(), "no-such-verb"), Map.of()).exitCode()).isEqualTo(2);
    }

    @Test
    void saysInOneLineWhichJavaItNeeds() throws Exception {
        Ended ended = run(List.of(LAUNCHER.toString(), "--version"), Map.of("SEGUE_JAVA_HOME", elsewhere.toString()));

        assertThat(ended.output()).isEqualTo("segue: SEGUE_JAVA_HOME=" + elsewhere + " is not a JDK 25 or later\n");
        assertThat(ended.exitCode()).isEqualTo(69);
    }

    private Ended run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(elsewhere.toFile()).redirectErrorStream(true);
        builder.environment().put("SEGUE_BUILD", "never");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
