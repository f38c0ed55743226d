package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.model.ModelProxy.SHARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.SqlProbe;
import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.verify.Finding;
import io.segue.proxy.control.migration.verify.Finding.Verdict;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a verification that cannot be made, or not to its end. What it finds in real servers, VerifyIT says. */
class VerificationTest {

    private static final VerifyRequest ROWS = new VerifyRequest(Optional.of(List.of()), false, false);

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final List<String> progress = new ArrayList<>();
    private ModelProxy proxy;

    @BeforeEach
    void prepare() throws Exception {
        proxy = new ModelProxy(world, new ModelFiles(), stateDirectory)
                .probing(new SqlProbe("rows", "postgres", "SELECT count(*) FROM rows", "never so many"))
                .start();
        proxy.expect(PREPARE, Result.DONE);
    }

    private List<Finding> verify() throws InterruptedException {
        return proxy.service().verify(SHARD, ROWS, progress::add);
    }

    private Path bookmark() {
        return stateDirectory.resolve("verify-" + SHARD + ".bookmark");
    }

    private static Finding of(List<Finding> findings, String check) {
        return findings.stream().filter(it -> it.check().equals(check)).findFirst().orElseThrow();
    }

    @Test
    void brokenOffItGoesOnThereTheNextTime() throws Exception {
        AtomicInteger pauses = new AtomicInteger();
        world.clock().meanwhile(() -> {
            if (pauses.incrementAndGet() == 3) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(this::verify).isInstanceOf(InterruptedException.class);
        assertThat(Files.readAllLines(bookmark())).containsExactly("", "postgres.public.rows", "3072");

        List<Finding> findings = verify();

        assertThat(progress).containsExactly("goes on with postgres.public.rows at block 3072, where it was broken off");
        assertThat(of(findings, "rows postgres.public.rows").finding()).isEqualTo("2 pieces of 1024 blocks are equal");
        assertThat(bookmark()).doesNotExist();
        progress.clear();
        assertThat(of(verify(), "rows postgres.public.rows").finding()).isEqualTo("5 pieces of 1024 blocks are equal");
        assertThat(progress).isEmpty();
    }

    @Test
    void aBookmarkOfAnotherRequestOrOfNobodyIsPassedOver() throws Exception {
        Files.writeString(bookmark(), "another\npostgres.public.rows\n3072\n");
        assertThat(of(verify(), "rows postgres.public.rows").finding()).startsWith("5 pieces");
        Files.writeString(bookmark(), "\npostgres.public.rows\nsoon\n");
        assertThat(of(verify(), "rows postgres.public.rows").finding()).startsWith("5 pieces");
    }

    @Test
    void aStandbyThatIsNotThereIsAFinding() throws Exception {
        world.b().server().crash();

        Finding rows = of(verify(), "rows postgres.public.rows");

        assertThat(rows.verdict()).isEqualTo(Verdict.WARN);
        assertThat(rows.finding()).contains("node_b: cannot connect");
        assertThat(rows.advice()).isNotBlank();
    }

    @Test
    void aMoveWhoseProbesFailIsIncomplete() throws Exception {
        Outcome outcome = proxy.run(CUTOVER);

        assertThat(outcome.result()).isEqualTo(Result.INCOMPLETE);
        assertThat(outcome.state()).isEqualTo("MOVED");
        assertThat(outcome.message()).isEqualTo("1 probes failed after the move; traffic is on node_b");
        assertThat(outcome.hint()).contains("SWITCHBACK");
    }

    @Test
    void ofAShardThatIsNotKnownNothingIsLookedAt() throws Exception {
        assertThat(proxy.service().verify("nothing", ROWS, progress::add)).singleElement().satisfies(it -> {
            assertThat(it.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(it.advice()).contains(SHARD);
        });
    }
}
