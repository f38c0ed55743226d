package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.protocol.sql.QueryKind;
import io.segue.protocol.sql.SqlLexer;
import io.segue.proxy.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Outside of a move nothing is classified and the path of the messages pays nothing. A session works in a virtual machine of its own ({@link QuietSession}),
 * where classes are loaded when they are first used: a class that was not loaded has done nothing. And what the event loop allocates is measured
 * there, without the search for lost buffers, which allocates.
 */
class OutsideAMoveIT {

    /**
     * All that a plain statement's text is put to, so that session memory learns of SET and the like: one pass over its bytes, without an object, for
     * the beginnings of statements that could have such an effect.
     */
    private static final List<String> THE_LOOK_AT_EACH_TEXT =
            List.of("io.segue.protocol.sql.EffectPrecheck", "io.segue.protocol.sql.SessionEffects", "io.segue.protocol.sql.SqlSource");

    /** What tells reads from other statements, and their words from each other. */
    private static final List<String> CLASSIFYING = List.of(QueryKind.class.getName(), SqlLexer.class.getName(), ReadUnit.class.getName());

    /**
     * Less than two of the smallest objects for a whole transaction of several messages. One there is, at its ReadyForQuery
     * ({@link Outstanding#readyForQuery}), where the compiler does not see that nobody keeps it.
     */
    private static final double FEW_BYTES = 31;

    private static final Pattern LOADED = Pattern.compile(".*\\] (io\\.segue\\.\\S+) source: .*");

    @TempDir
    private Path directory;

    @Test
    void nothingIsClassifiedAndNothingAllocated() throws Exception {
        try (PostgresServer server = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start()) {
            server.execute("CREATE TABLE things AS SELECT 7 AS n");
            Map<String, Double> allocated = play(server);
            List<String> loaded = loaded();
            int move = loaded.indexOf(QuietSession.class.getName() + "$TheMoveBegins");
            List<String> outside = loaded.subList(0, move);
            List<String> within = loaded.subList(move, loaded.size());

            assertThat(outside.stream().filter(name -> name.startsWith("io.segue.protocol.sql."))).containsExactlyInAnyOrderElementsOf(THE_LOOK_AT_EACH_TEXT);
            assertThat(outside).doesNotContainAnyElementsOf(CLASSIFYING);
            assertThat(within).as("in a hold they are needed").containsAll(CLASSIFYING);
            assertThat(allocated).as("bytes for each transaction").containsOnlyKeys("simple", "prepared")
                    .allSatisfy((mode, bytes) -> assertThat(bytes).as(mode).isLessThanOrEqualTo(FEW_BYTES));
        }
    }

    private Map<String, Double> play(PostgresServer server) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx256m", "-Dio.netty.leakDetection.level=disabled",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Xlog:class+load=info:file=" + directory.resolve("classes"),
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                QuietSession.class.getName(), Integer.toString(server.port()), Double.toString(FEW_BYTES))
                .redirectError(directory.resolve("errors").toFile())
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            assertThat(process.waitFor(4, TimeUnit.MINUTES)).as("the program ends").isTrue();
            assertThat(process.exitValue()).as(Files.readString(directory.resolve("errors"))).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return Files.readAllLines(directory.resolve("output")).stream().map(line -> line.split(" "))
                .filter(words -> words.length == 2)
                .collect(Collectors.toMap(words -> words[0], words -> Double.valueOf(words[1])));
    }

    /** Of Segue's own, in their order. */
    private List<String> loaded() throws IOException {
        return Files.readAllLines(directory.resolve("classes")).stream().map(LOADED::matcher)
                .filter(matcher -> matcher.matches()).map(matcher -> matcher.group(1)).toList();
    }
}
