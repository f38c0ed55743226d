package io.segue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/launcher} does about the cache of the proxy's classes, with a JDK that only writes down what it is asked for. */
class StartCacheIT {

    private static final String JAVA =
            """
            #!/bin/sh
            here=$(dirname "$0")
            echo "$*" >>"$here/calls"
            for option; do
                case $option in
                    -XX:AOTCacheOutput=*)
                        if [ -e "$here/broken" ]; then
                            echo "no cache today"
                            exit 1
                        fi
                        echo cache >"${option#*=}"
                        ;;
                esac
            done
            """;

    /** As if it had packaged everything. */
    private static final String MAVEN =
            """
            #!/bin/sh
            touch */target/*.jar
            """;

    @TempDir
    private Path home;

    @BeforeEach
    void isACheckoutWithSourcesNewerThanItsJars() throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        for (String script : List.of("segue", "launcher", "demo")) {
            Files.copy(Path.of("..", "bin", script), bin.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createDirectories(home.resolve("jdk/bin"));
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        program("jdk/bin/java", JAVA);
        program("jdk/bin/javac", "");
        Files.createDirectories(home.resolve("tools"));
        program("tools/mvn", MAVEN);
        aged(Files.createFile(home.resolve("pom.xml")), Duration.ofMinutes(30));
        for (String module : List.of("protocol", "proxy", "admin-cli")) {
            aged(Files.createDirectories(home.resolve(module + "/src/main")), Duration.ofHours(2));
            aged(Files.createFile(home.resolve(module + "/pom.xml")), Duration.ofHours(2));
            aged(Files.createDirectories(home.resolve(module + "/target/lib")), Duration.ofHours(1));
            aged(Files.createFile(home.resolve(module + "/target/segue-" + module + "-1.jar")), Duration.ofHours(1));
        }
    }

    private void program(String name, String text) throws IOException {
        assertThat(Files.writeString(home.resolve(name), text).toFile().setExecutable(true)).isTrue();
    }

    @Test
    void theCommandThatBuildsMakesItAndEveryStartUsesIt() throws Exception {
        assertThat(proxy(Map.of())).isZero();
        assertThat(proxy(Map.of())).isZero();

        List<String> calls = calls();
        assertThat(calls).hasSize(4);
        assertThat(calls.get(0)).contains("-XX:AOTCacheOutput=", "io.segue.proxy.rehearsal.Rehearsal ");
        assertThat(calls.get(1)).contains("-XX:AOTMode=on", "io.segue.proxy.Main --version");
        assertThat(calls.subList(2, 4)).allSatisfy(
                call -> assertThat(call).contains("-Xlog:aot=off,cds=off -XX:AOTCache=" + cache(), "-Xmx256m", "io.segue.proxy.Main -c any"));
        assertThat(leftInTarget()).containsExactlyInAnyOrder("lib", "segue-proxy-1.jar", "segue.aot");
    }

    @Test
    void isNotUsedWhenTheJarsAreNewerAndNotMadeBehindSomebodyElsesBuild() throws Exception {
        proxy(Map.of());
        aged(cache(), Duration.ofMinutes(90));

        proxy(Map.of());

        assertThat(calls().stream().filter(call -> call.contains("Rehearsal"))).hasSize(1);
        assertThat(calls().getLast()).contains("io.segue.proxy.Main -c any").doesNotContain("AOT");
    }

    @Test
    void aShowMakesItBehindSomebodyElsesBuild() throws Exception {
        proxy(Map.of());
        aged(cache(), Duration.ofMinutes(90));

        assertThat(run("demo", Map.of())).isZero();
        assertThat(run("demo", Map.of())).isZero();
        proxy(Map.of());

        assertThat(calls().stream().filter(call -> call.contains("Rehearsal"))).as("once behind each build").hasSize(2);
        assertThat(calls().stream().filter(call -> call.contains("io.segue.cli.demo.Demo"))).hasSize(2);
        assertThat(calls().getLast()).contains("-XX:AOTCache=" + cache(), "io.segue.proxy.Main -c any");
    }

    @Test
    void aShowWithOptionsOfItsOwnForTheSameMakesNone() throws Exception {
        proxy(Map.of());
        aged(cache(), Duration.ofMinutes(90));

        run("demo", Map.of("SEGUE_JAVA_OPTS", "-XX:AOTCacheOutput=" + home.resolve("own")));

        assertThat(calls().stream().filter(call -> call.contains("Rehearsal"))).hasSize(1);
    }

    @Test
    void withoutItEverythingWorksAndTheReasonIsInTheLogOfTheBuild() throws Exception {
        Files.createFile(home.resolve("jdk/bin/broken"));

        assertThat(proxy(Map.of())).isZero();
        assertThat(proxy(Map.of())).isZero();

        List<String> calls = calls();
        assertThat(calls).as("tried once").hasSize(3);
        assertThat(calls.subList(1, 3)).allSatisfy(call -> assertThat(call).contains("io.segue.proxy.Main -c any").doesNotContain("AOT"));
        assertThat(home.resolve("target/build.log")).content().contains("[WARNING] no AOT cache", "no cache today");
        assertThat(leftInTarget()).containsExactlyInAnyOrder("lib", "segue-proxy-1.jar");
    }

    @Test
    void optionsOfOnesOwnForTheSameComeBeforeIt() throws Exception {
        proxy(Map.of("SEGUE_JAVA_OPTS", "-Xmx1g"));
        assertThat(calls().getLast()).contains("-XX:AOTCache=" + cache(), "-Xmx1g").doesNotContain("-Xmx256m");

        proxy(Map.of("SEGUE_JAVA_OPTS", "-XX:AOTCacheOutput=" + home.resolve("own")));
        assertThat(calls().getLast()).contains("-XX:AOTCacheOutput=" + home.resolve("own")).doesNotContain("-XX:AOTCache=");
    }

    @Test
    void whoMayNotBuildTakesWhatIsThere() throws Exception {
        proxy(Map.of("SEGUE_BUILD", "never"));

        assertThat(calls()).hasSize(1);
        assertThat(calls().getFirst()).doesNotContain("AOT");
    }

    private int proxy(Map<String, String> environment) throws IOException, InterruptedException {
        return run("segue", environment, "proxy", "-c", "any");
    }

    private int run(String program, Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin").resolve(program).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output").toFile());
        builder.environment().keySet().removeAll(List.of("SEGUE_BUILD", "SEGUE_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().put("SEGUE_JAVA_HOME", home.resolve("jdk").toString());
        builder.environment().merge("PATH", home.resolve("tools").toString(), (before, ours) -> ours + ":" + before);
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }

    private Path cache() {
        return home.resolve("proxy/target/segue.aot");
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(home.resolve("jdk/bin/calls"), StandardCharsets.UTF_8);
    }

    private List<String> leftInTarget() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("proxy/target"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void aged(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }
}
