package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.model.ModelProxy.SHARD;
import static io.segue.proxy.control.migration.model.ModelProxy.SWITCHBACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.report.ReportStore;
import io.segue.proxy.control.migration.report.ReportSummary;
import io.segue.proxy.control.migration.report.Reports;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.node.ForeignSession;
import io.segue.proxy.watch.HoldResult;
import io.segue.proxy.watch.TrafficTally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every attempt leaves a report, in the words of its end, and none depends on it. */
class ReportTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private ModelProxy proxy;

    @BeforeEach
    void prepare() throws Exception {
        proxy = new ModelProxy(world, new ModelFiles(), stateDirectory).start();
        proxy.expect(PREPARE, Result.DONE);
    }

    private Reports reports() {
        return proxy.service().reports();
    }

    private ReportSummary last() {
        return reports().last(Optional.of(SHARD)).orElseThrow();
    }

    @Test
    void ofAMoveThatEndedWell() throws Exception {
        proxy.terms(new Terms("ops", Set.of(), Terms.Hold.WHEN_READY));
        proxy.expect(CUTOVER, Result.DONE);

        assertThat(last()).satisfies(report -> {
            assertThat(report.command()).isEqualTo("CUTOVER");
            assertThat(report.by()).isEqualTo("ops");
            assertThat(report.result()).isEqualTo("DONE");
            assertThat(report.traffic()).isEqualTo("node_b");
            assertThat(report.pause()).isPresent();
            assertThat(report.predicted()).isPresent();
        });
        String json = reports().json(last().number()).orElseThrow().replaceAll("\\s", "");
        assertThat(json)
                .contains("\"holds\":1", "\"commits_in_doubt\":0", "\"wal_past_fork_bytes\":0", "\"timeline_before\":1", "\"timeline_after\":2")
                .contains("{\"phase\":\"PROMOTING\"", "\"warm\":3", "\"findings\":[]")
                .matches(".*\"checkpoint\":\"0/[0-9A-F]+\",\"replayed\":\"0/[0-9A-F]+\",\"fork\":\"0/[0-9A-F]+\",\"wal_end\":\"0/[0-9A-F]+\".*");
        String text = reports().text(last().number()).orElseThrow();
        assertThat(text).contains("CUTOVER of shard main", "asked for by            ops")
                .contains("WAL past the fork       0 bytes", "commits in doubt        0", "PROMOTING");
        assertThat(proxy.notes()).anyMatch(line -> line.startsWith("pause ") && line.contains(", predicted "))
                .anyMatch(line -> line.equals("report " + last().number()));
    }

    @Test
    void ofAnAttemptThatWasRefused() throws Exception {
        world.a().server().connect(new ForeignSession(815, "client backend", "app", "shop", "psql", "10.0.0.7", "idle", false));
        proxy.expect(CUTOVER, Result.REFUSED);

        assertThat(last().result()).isEqualTo("REFUSED");
        assertThat(last().pause()).isEmpty();
        assertThat(reports().text(last().number()).orElseThrow())
                .contains("none: nobody was held", "refuse  bypassing-clients", "pid 815", "hint")
                .doesNotContain("COPYING");
    }

    @Test
    void ofAnAttemptThatWasUndone() throws Exception {
        proxy.traffic().overrun(100);
        proxy.expect(CUTOVER, Result.FAILED);

        assertThat(last().result()).isEqualTo("FAILED");
        assertThat(reports().json(last().number()).orElseThrow().replaceAll("\\s", "")).contains("\"holds\":3", "\"checkpoint\":null");
        assertThat(reports().text(last().number()).orElseThrow()).contains("RETREATING", "did not end within");
    }

    @Test
    void theNextPredictionKnowsTheLastMove() throws Exception {
        proxy.expect(CUTOVER, Result.DONE);
        long report = last().number();
        assertThat(proxy.precheck().prediction().orElseThrow().basis()).endsWith("as in report " + report);
        proxy.expect(SWITCHBACK, Result.DONE);
        assertThat(last().number()).isEqualTo(report + 1);
    }

    @Test
    void areThereForTheNextProxyAndCountOn() throws Exception {
        proxy.expect(CUTOVER, Result.DONE);
        List<ReportSummary> before = reports().list();
        Reports later = new ReportStore(stateDirectory);
        assertThat(later.list()).isEqualTo(before).hasSize(2);
        assertThat(new ReportStore(stateDirectory).nextNumber()).isEqualTo(before.getFirst().number() + 1);
    }

    @Test
    void thatCannotBeWrittenHarmNoMove() throws Exception {
        Path reports = stateDirectory.resolve("reports");
        try (Stream<Path> files = Files.list(reports)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(reports);
        Files.createFile(reports);

        proxy.expect(CUTOVER, Result.DONE);
        proxy.expect(SWITCHBACK, Result.DONE);

        assertThat(reports().list()).isEmpty();
        assertThat(world.writer()).isEqualTo(World.A);
    }

    @Test
    void halfAReportIsNotListed() throws Exception {
        Files.writeString(stateDirectory.resolve("reports/000099-main.json"), "{\"report\": 99, \"shard\": \"ma");
        Files.writeString(stateDirectory.resolve("reports/000098-main.json.new"), "{");

        assertThat(reports().list()).extracting(ReportSummary::number).doesNotContain(98L, 99L);
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(last().command()).isEqualTo("CUTOVER");
    }

    @Test
    void theTallyIsTheDifferenceOfTwoMoments() {
        TrafficTally before = new TrafficTally(
                Map.of(HoldResult.RELEASED, 3L), Collections.nCopies(TrafficTally.LIMITS.size() + 1, 2L), Map.of("40001 x", 1L, "57P01 y", 2L));
        TrafficTally after = new TrafficTally(
                Map.of(HoldResult.RELEASED, 10L, HoldResult.REFUSED, 1L), Collections.nCopies(TrafficTally.LIMITS.size() + 1, 5L),
                Map.of("40001 x", 1L, "57P01 y", 3L, "08007 z", 1L));
        TrafficTally met = after.since(before);
        assertThat(met.held(HoldResult.RELEASED)).isEqualTo(7);
        assertThat(met.held(HoldResult.REFUSED)).isEqualTo(1);
        assertThat(met.waits()).containsOnly(3L);
        assertThat(met.told()).isEqualTo(Map.of("57P01 y", 1L, "08007 z", 1L));
    }
}
