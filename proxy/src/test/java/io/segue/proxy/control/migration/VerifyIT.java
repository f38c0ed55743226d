package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.RealShard.CUTOVER;
import static io.segue.proxy.control.migration.RealShard.PREPARE;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.SqlProbe;
import io.segue.proxy.control.migration.verify.Finding;
import io.segue.proxy.control.migration.verify.Finding.Verdict;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SegueRole;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A real shard, verified: well, while it is written to, after a move with probes, and with a row that is not what it was. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifyIT {

    @TempDir
    private static Path stateDirectory;

    private static RealShard shard;

    @BeforeAll
    static void prepare() throws Exception {
        shard = new RealShard(stateDirectory);
        PostgresServer a = shard.server("node_a");
        a.execute("CREATE EXTENSION amcheck; INSERT INTO row SELECT FROM generate_series(1, 1000); CREATE TABLE \"Big one\" AS "
                + "SELECT i, repeat('x', 500) || ' marked ' || i AS text FROM generate_series(1, 20000) AS i; CREATE INDEX ON \"Big one\" (i)");
        SegueRole.letVerify(a);
        shard.succeed(PREPARE);
    }

    @AfterAll
    static void stop() {
        shard.close();
    }

    private static List<Finding> verify(VerifyRequest request) throws InterruptedException {
        return shard.service().verify(RealShard.SHARD, request, line -> { });
    }

    private static VerifyRequest all() {
        return new VerifyRequest(Optional.of(List.of()), true, true);
    }

    private static Finding of(List<Finding> findings, String check) {
        return findings.stream().filter(it -> it.check().equals(check)).findFirst().orElseThrow();
    }

    @Test
    @Order(1)
    void aShardThatIsWellIsFoundSo() throws Exception {
        List<Finding> findings = verify(all());

        assertThat(findings).extracting(Finding::check).contains(
                "read-probe", "write-probe", "rows postgres.public.\"row\"", "rows postgres.public.\"Big one\"", "amcheck postgres.public.\"row\" on node_b");
        assertThat(findings).filteredOn(it -> !it.check().equals("analyze")).allSatisfy(it -> assertThat(it.verdict()).as("%s", it).isEqualTo(Verdict.OK));
        assertThat(of(findings, "rows postgres.public.\"Big one\"").finding()).isEqualTo("2 pieces of 1024 blocks are equal");
        assertThat(of(findings, "analyze")).satisfies(it -> assertThat(it.advice()).contains("segue grants --verify"));
        assertThat(stateDirectory.resolve("verify-main.bookmark")).doesNotExist();
    }

    @Test
    @Order(2)
    void whatMayBeAnalysedIs() throws Exception {
        shard.server("node_a").execute("GRANT postgres TO segue");
        try {
            assertThat(of(verify(new VerifyRequest(Optional.empty(), false, true)), "analyze").verdict()).isEqualTo(Verdict.OK);
        } finally {
            shard.server("node_a").execute("REVOKE postgres FROM segue");
        }
        assertThat(shard.server("node_a").psql("-c", "SELECT count(*) FROM pg_stat_user_tables WHERE last_analyze IS NULL")).isEqualTo("0");
    }

    /** Equal is what is equal at one position, however much is written meanwhile. */
    @Test
    @Order(3)
    void aShardThatIsWrittenToIsEqualAllTheSame() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                shard.server("node_a").execute("INSERT INTO row SELECT FROM generate_series(1, 10); UPDATE \"Big one\" SET i = i + 0 WHERE i % 5000 = 1");
            }
        });
        try {
            List<Finding> findings = verify(new VerifyRequest(Optional.of(List.of()), false, false));
            assertThat(findings).allSatisfy(it -> assertThat(it.verdict()).as("%s", it).isIn(Verdict.OK, Verdict.WARN));
            assertThat(findings).extracting(Finding::check).contains("rows postgres.public.\"row\"");
        } finally {
            over.set(true);
            writer.join();
        }
    }

    @Test
    @Order(4)
    void aProbeThatFailsMakesTheMoveIncompleteAndLeavesTheWayBack() throws Exception {
        shard.probes(
                new SqlProbe("rows", "postgres", "SELECT count(*) > 1000, 'b' FROM \"row\"", "t|b"),
                new SqlProbe("nothing", "postgres", "SELECT 1 WHERE false", ""),
                new SqlProbe("wrong", "postgres", "SELECT 1", "2"));
        shard.startAnew();

        Outcome outcome = shard.run(CUTOVER);

        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Outcome.Result.INCOMPLETE);
        assertThat(outcome.state()).isEqualTo("MOVED");
        assertThat(outcome.detail()).isEqualTo("probe wrong answered \"1\" on node_b, expected \"2\"");
        assertThat(outcome.hint()).contains("SWITCHBACK");
        assertThat(shard.lastReport()).contains("probe rows: answered as expected on node_b", "probe wrong: answered");
        assertThat(of(verify(new VerifyRequest(Optional.empty(), false, false)), "probe wrong").verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    @Order(5)
    void aRowThatIsNotWhatItWasIsFound() throws Exception {
        PostgresServer standby = shard.server("node_a");
        Path file = standby.dataDirectory().resolve(standby.psql("-c", "SELECT pg_relation_filepath('\"Big one\"')"));
        standby.psql("-c", "SELECT 1");
        standby.stop(PostgresServer.StopMode.FAST);
        spoil(file, " marked 19000", " marked 19666");
        standby.start();
        await().until(() -> shard.node("node_a").status().receiver().isPresent());

        List<Finding> findings = verify(new VerifyRequest(
                Optional.of(List.of("postgres.public.\"row\"", "postgres.public.\"Big one\"", "postgres.public.missing")), false, false));

        assertThat(of(findings, "rows postgres.public.\"row\"").verdict()).isEqualTo(Verdict.OK);
        assertThat(of(findings, "rows postgres.public.missing").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(of(findings, "rows postgres.public.\"Big one\"")).satisfies(it -> {
            assertThat(it.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(it.finding()).contains("differs between node_b and node_a in blocks 1024 to 2047");
        });
    }

    /** As a disk does that lies. */
    private static void spoil(Path file, String good, String bad) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(good);
        assertThat(at).isPositive();
        try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
            data.seek(at);
            data.write(bad.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
