package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that cannot be written: before the point of no return nothing is begun, after it nothing is stopped. */
class FullDiskTest {

    /** The line of a cutover's journal that decides the promotion, from 0. */
    private static final int PROMOTING = 6;

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final ModelFiles files = new ModelFiles();

    private ModelProxy prepared(World here, ModelFiles disk, MigrationObserver observer) throws Exception {
        ModelProxy proxy = new ModelProxy(here, disk, Files.createTempDirectory(stateDirectory, "state")).observedBy(observer).start();
        proxy.expect(PREPARE, Result.DONE);
        return proxy;
    }

    @Test
    void isSaidAndNothingIsDone() throws Exception {
        ModelProxy proxy = prepared(world, files, MigrationObserver.none());
        String footprint = world.footprint();
        files.plan(ModelFiles.Kind.FULL, 0);
        Outcome outcome = proxy.run(CUTOVER);
        assertThat(outcome.result()).isEqualTo(Result.REFUSED);
        assertThat(outcome.message()).contains("No space left on device");
        assertThat(world.footprint()).isEqualTo(footprint);
        files.plan(ModelFiles.Kind.NONE, -1);
        proxy.expect(CUTOVER, Result.DONE);
    }

    @Test
    void atAnyLineIsUndoneBeforeTheDecisionAndFinishedAfterIt() throws Exception {
        for (int line = 1; line < 12; line++) {
            World fresh = new World();
            ModelFiles disk = new ModelFiles();
            ModelProxy proxy = prepared(fresh, disk, MigrationObserver.none());
            disk.plan(ModelFiles.Kind.FULL, line);
            Outcome outcome = proxy.run(CUTOVER);
            assertThat(outcome.traffic()).as("line %s: %s", line, outcome).isEqualTo(fresh.writer().name());
            assertThat(outcome.result()).as("line %s: %s", line, outcome).isEqualTo(line <= PROMOTING ? Result.FAILED : Result.DONE);
        }
    }

    @Test
    void aDecisionThatMayBeInTheJournalIsWithdrawnBeforeTheSourceStarts() throws Exception {
        ModelProxy proxy = prepared(world, files, new MigrationObserver() {
            @Override
            public void stepStarted(String shard, long migration, String state) {
                if (state.equals("REVIVING")) {
                    assertThat(files.everything()).doesNotContain("PROMOTING");
                }
            }
        });
        String footprint = world.footprint();
        files.plan(ModelFiles.Kind.FORCE_FAILS, PROMOTING);
        files.failTruncations(4);
        proxy.expect(CUTOVER, Result.FAILED);
        assertThat(world.footprint()).isEqualTo(footprint);
        assertThat(world.writer()).isEqualTo(World.A);
    }
}
