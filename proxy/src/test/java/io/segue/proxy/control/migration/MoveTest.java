package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.ABORT;
import static io.segue.proxy.control.migration.model.ModelProxy.CLEANUP;
import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.model.ModelProxy.SWITCHBACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves that go well. */
class MoveTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();

    @Test
    void goesThereAndBackAndThereAgain() throws Exception {
        ModelProxy proxy = new ModelProxy(world, new ModelFiles(), stateDirectory).start();
        proxy.expect(PREPARE, Result.DONE);
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(world.writer()).isEqualTo(World.B);
        assertThat(proxy.state()).isEqualTo("MOVED");

        proxy.expect(SWITCHBACK, Result.DONE);
        assertThat(world.writer()).isEqualTo(World.A);
        assertThat(proxy.state()).isEqualTo("READY");

        proxy.expect(CUTOVER, Result.DONE);
        proxy.expect(CLEANUP, Result.DONE);
        assertThat(world.writer()).isEqualTo(World.B);
        assertThat(world.b().server().timeline()).isEqualTo(4);
        assertThat(world.a().server().running()).isFalse();
        assertThat(world.a().server().signal()).isTrue();
        assertThat(proxy.state()).isEqualTo("DONE");
        assertThat(proxy.traffic().route().epoch()).isEqualTo(4);
    }
}
