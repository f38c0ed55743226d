package io.segue.cli.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Segue's two programs as processes of their own, on the class path of the tests. */
final class Programs {

    private static final long LIMIT_SECONDS = 120;

    private Programs() {}

    /** What came of a command. */
    record Run(int exitCode, String out, String err) {}

    static Process proxy(Path configuration, Path log) {
        try {
            ProcessBuilder builder = builder(List.of("io.segue.proxy.Main", "-c", configuration.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("SEGUE_LOG_LEVEL", "INFO");
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Run commandLine(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("io.segue.cli.Main"));
        command.addAll(Arrays.asList(arguments));
        File out = File.createTempFile("segue", ".out");
        File err = File.createTempFile("segue", ".err");
        try {
            ProcessBuilder builder = builder(command).redirectOutput(out).redirectError(err);
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end");
            }
            return new Run(process.exitValue(), text(out), text(err));
        } finally {
            out.delete();
            err.delete();
        }
    }

    private static ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dio.netty.leakDetection.level=paranoid",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectInput(new File("/dev/null"));
    }

    private static String text(File file) throws IOException {
        return Files.readString(file.toPath(), StandardCharsets.UTF_8);
    }
}
