package io.segue.cli.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of {@code bin/drivers}: what it calls a new failure, and that it cannot be satisfied with nothing. */
class DriversJudgeTest {

    private static final Path BIN = Path.of("..", "bin").toAbsolutePath().normalize();

    @TempDir
    private Path work;

    @BeforeEach
    void played() throws IOException {
        for (String side : List.of("direct", "segue")) {
            Files.createDirectories(work.resolve("suite").resolve(side).resolve("said"));
            Files.writeString(work.resolve("suite").resolve(side).resolve("seconds"), "7\n");
        }
    }

    @Test
    void whatFailsOnBothSidesIsNotNew() throws Exception {
        results("direct", "a\tpass\nb\tfail\nc\tskip\n");
        results("segue", "c\tskip\nb\tfail\na\tpass\n");

        assertThat(newFailures()).isEmpty();
        assertThat(figures()).isEqualTo("suite\t3\t1\t1\t0\t7\t7\n");
    }

    @Test
    void whatFailsThroughSegueOnlyIsNew() throws Exception {
        results("direct", "a test\tpass\nb\tpass\n");
        results("segue", "a test\tfail\nb\tpass\n");

        assertThat(newFailures()).containsExactly("suite: a test");
        assertThat(figures()).isEqualTo("suite\t2\t0\t1\t1\t7\t7\n");
    }

    @Test
    void whatDoesNotComeThroughSegueIsNew() throws Exception {
        results("direct", "a\tpass\nb\tpass\n");
        results("segue", "a\tpass\n");

        assertThat(newFailures()).containsExactly("suite: b (did not come to an end)");
    }

    @Test
    void whatIsSkippedThroughSegueOnlyIsNew() throws Exception {
        results("direct", "a\tpass\nb\tpass\n");
        results("segue", "a\tpass\nb\tskip\n");

        assertThat(newFailures()).containsExactly("suite: b (was skipped)");
    }

    @Test
    void whatFailsAndWasNotThereDirectlyIsNew() throws Exception {
        results("direct", "a\tpass\n");
        results("segue", "a\tpass\nsegue's log\tfail\n");

        assertThat(newFailures()).containsExactly("suite: segue's log");
    }

    @Test
    void otherWordsAreNew() throws Exception {
        results("direct", "a\tpass\nb b\tpass\n");
        results("segue", "a\tpass\nb b\tpass\n");
        said("direct", "b b", "ERROR:  one\n");
        said("segue", "b b", "ERROR:  another\n");

        assertThat(newFailures()).containsExactly("suite: b b (says something else)");
        assertThat(work.resolve("suite/segue/b b.diff")).content().contains("-ERROR:  one", "+ERROR:  another");
    }

    @Test
    void nothingTestedIsNoSuccess() throws Exception {
        results("direct", "a\tfail\n");
        results("segue", "a\tfail\n");

        assertThat(newFailures()).containsExactly("suite: nothing (no test passed directly)");
    }

    @Test
    void theFiguresAreJson() throws Exception {
        results("direct", "a \"quoted\"\\name\tpass\n");
        results("segue", "a \"quoted\"\\name\tfail\n");
        newFailures();
        sh("tls=yes; server_version=15.18; write_json \"$work/figures.json\"");

        try (JsonParser json = new JsonFactory().createParser(work.resolve("figures.json").toFile())) {
            StringBuilder values = new StringBuilder();
            while (json.nextToken() != null) {
                if (json.currentToken().isScalarValue()) {
                    values.append(json.currentName() == null ? "" : json.currentName()).append('=').append(json.getText()).append('\n');
                }
            }
            assertThat(values).asString().contains("server=15.18", "tls=true", "name=suite", "failuresThroughSegue=1", "=a \"quoted\"\\name");
        }
    }

    @Test
    void reportsOfJUnitAreRead() throws Exception {
        Path report = Files.writeString(
                work.resolve("TEST-x.xml"),
                """
                <testsuite name="x" tests="4">
                  <testcase name="good" classname="p.T" time="0"/>
                  <testcase name="bad(int)[1]" classname="p.T" time="0">
                    <failure message="m" type="t"><![CDATA[s]]></failure>
                  </testcase>
                  <testcase name="broken" classname="p.T" time="0">
                    <error type="t"><![CDATA[s]]></error>
                  </testcase>
                  <testcase name="skipped" classname="p.T" time="0">
                    <skipped/>
                  </testcase>
                </testsuite>
                """);

        assertThat(sh("cache=/tmp; . \"$bin/drivers.d/suite-pgjdbc\"; junit_results '" + report + "'"))
                .isEqualTo("p.T.good\tpass\np.T.bad(int)[1]\tfail\np.T.broken\tfail\np.T.skipped\tskip\n");
    }

    @Test
    void linesOfPgRegressAreRead() throws Exception {
        String lines =
                """
                test tablespace                   ... ok          123 ms
                parallel group (2 tests):  boolean char
                     boolean                      ... ok           45 ms
                     char                         ... FAILED       67 ms
                test slow                         ... FAILED (test process exited with exit code 2)      127 ms
                ok 1         - test_setup                                 90 ms
                ok 2         + int2                                       33 ms
                not ok 3     + int4                                       22 ms
                """;
        Path log = Files.writeString(work.resolve("regress.log"), lines);

        assertThat(sh("cache=/tmp; server_version=15; segue_home=$bin/..; . \"$bin/drivers.d/postgres-sources\"; regress_results <'" + log + "'"))
                .isEqualTo("tablespace\tpass\nboolean\tpass\nchar\tfail\nslow\tfail\ntest_setup\tpass\nint2\tpass\nint4\tfail\n");
    }

    /** Whatever fails on the way, also deep in what {@code get} calls. */
    @Test
    void aSuiteThatCannotBeHadIsNotPlayed() throws Exception {
        Path suites = Files.createDirectories(work.resolve("home/bin/drivers.d"));
        Files.writeString(
                suites.resolve("suite-far"),
                """
                get() {
                    set +e
                    (
                        set -e
                        bring
                    )
                    brought=$?
                    set -e
                    [ "$brought" -eq 0 ] || unavailable "the way is closed"
                }
                bring() {
                    false
                    echo 'it went on'
                }
                """);

        assertThat(sh(". \"$bin/drivers.d/stage\"; segue_home=$work/home; play_sides far")).isEmpty();

        assertThat(work.resolve("notes")).content().isEqualTo("far: the way is closed\n");
    }

    private void results(String side, String lines) throws IOException {
        Files.writeString(work.resolve("suite").resolve(side).resolve("results"), lines);
    }

    private void said(String side, String test, String words) throws IOException {
        Files.writeString(work.resolve("suite").resolve(side).resolve("said").resolve(test), words);
    }

    private List<String> newFailures() throws Exception {
        sh("compare suite");
        return Files.readAllLines(work.resolve("new-failures"));
    }

    private String figures() throws IOException {
        return Files.readString(work.resolve("figures"));
    }

    private String sh(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-euc", ". \"$bin/drivers.d/judge\"; " + script).redirectErrorStream(true);
        builder.environment().putAll(Map.of("bin", BIN.toString(), "work", work.toString(), "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
