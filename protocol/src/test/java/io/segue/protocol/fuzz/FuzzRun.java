package io.segue.protocol.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run of the coverage-guided engine on one target, in a process of its own.
 *
 * @param directory where the corpus grows; findings lie beside it
 */
record FuzzRun(FuzzTarget target, Path directory, Duration time) {

    /**
     * Beyond the time it is given. Generous, because an engine that a busy machine serves last, or stops while something is measured on it, has
     * found nothing; an input that takes too long is noticed by the engine itself.
     */
    private static final Duration START_AND_END = Duration.ofMinutes(15);
    /** From here on the time that the better compiler takes comes back. */
    private static final Duration LONG = Duration.ofMinutes(1);
    /**
     * An input that takes longer is a finding of its own: none of the decoders may need more than linear time. By the clock, of a
     * machine that may have little time for it.
     */
    private static final int SECONDS_PER_INPUT = 120;
    private static final String INPUTS = "stat::number_of_executed_units:";
    private static final int MAX_INPUT_BYTES = 16 * 1024;

    /** @return what was found, as text; empty when nothing was */
    String run() throws IOException, InterruptedException {
        Path corpus = directory.resolve("corpus");
        Path log = directory.resolve("log");
        Seeds.expand(target, corpus);
        long seconds = Math.max(1, time.toSeconds());
        Process fuzzer = jazzer(corpus, "-max_total_time=" + seconds, "-timeout=" + SECONDS_PER_INPUT, "-max_len=" + MAX_INPUT_BYTES)
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return outcome(fuzzer, log);
    }

    /** Reduces the corpus to what reaches more than the seeds do, in {@code smaller}. */
    String merge(Path smaller) throws IOException, InterruptedException {
        Path log = directory.resolve("merge-log");
        Files.createDirectories(smaller);
        Process fuzzer = jazzer(smaller, directory.resolve("corpus").toString(), "-merge=1", "-max_len=512")
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return outcome(fuzzer, log);
    }

    /** How many were tried: what the engine says at its end. @return 0 when it had no such end */
    long inputs() throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("log"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(INPUTS)).mapToLong(line -> Long.parseLong(line.substring(INPUTS.length()).strip())).sum();
        }
    }

    private String outcome(Process fuzzer, Path log) throws IOException, InterruptedException {
        try {
            if (!fuzzer.waitFor(time.plus(START_AND_END).toSeconds(), TimeUnit.SECONDS)) {
                return target.label() + ": the fuzzer did not end; see " + log;
            }
            return fuzzer.exitValue() == 0 ? "" : target.label() + ": exit code " + fuzzer.exitValue() + "\n" + tail(log);
        } finally {
            fuzzer.destroyForcibly();
        }
    }

    private ProcessBuilder jazzer(Path corpus, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=" + (time.compareTo(LONG) < 0 ? 1 : 4), "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-cp", classPath(),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.className(),
                "--instrumentation_includes=io.segue.**",
                "--custom_hook_includes=io.segue.protocol.fuzz.none.**",
                "--reproducer_path=" + directory,
                "-artifact_prefix=" + directory + "/",
                "-print_final_stats=1",
                corpus.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command);
    }

    /** Surefire's own class path is a jar that only names the others. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String tail(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            List<String> all = lines.filter(line -> !line.contains("# Uses:")).toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - 40), all.size()));
        }
    }
}
