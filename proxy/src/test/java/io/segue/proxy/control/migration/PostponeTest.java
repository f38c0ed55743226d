package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.ABORT;
import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.model.ModelProxy.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.step.Terms;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A postponed move gets everything ready, holds nobody, and waits for the word. */
class PostponeTest {

    private static final Terms POSTPONED = new Terms("ops", Set.of(), Terms.Hold.WHEN_TOLD);

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private ModelProxy proxy;

    @BeforeEach
    void prepare() throws Exception {
        proxy = new ModelProxy(world, new ModelFiles(), stateDirectory).start();
        proxy.expect(PREPARE, Result.DONE);
    }

    /** A cutover that has come to its wait. */
    private FutureTask<Outcome> postponed() throws InterruptedException {
        CountDownLatch waits = new CountDownLatch(1);
        FutureTask<Outcome> cutover = new FutureTask<>(() -> proxy.service().run(new Order(CUTOVER, POSTPONED), line -> {
            if (line.equals("ready for the hold, which begins with GO main")) {
                waits.countDown();
            }
        }));
        Thread.ofVirtual().start(cutover);
        assertThat(waits.await(60, TimeUnit.SECONDS)).isTrue();
        return cutover;
    }

    @Test
    void goesOnWhenItIsTold() throws Exception {
        FutureTask<Outcome> cutover = postponed();
        assertThat(proxy.traffic().holds()).isZero();
        assertThat(proxy.traffic().warm()).isTrue();
        assertThat(proxy.state()).isEqualTo("WARMING");

        assertThat(proxy.service().go(SHARD).result()).isEqualTo(Result.DONE);

        assertThat(cutover.get().result()).isEqualTo(Result.DONE);
        assertThat(world.writer()).isEqualTo(World.B);
    }

    @Test
    void isAbortedLikeAnyOther() throws Exception {
        String footprint = world.footprint();
        FutureTask<Outcome> cutover = postponed();

        assertThat(proxy.run(ABORT).result()).isEqualTo(Result.DONE);

        assertThat(cutover.get().result()).isEqualTo(Result.FAILED);
        assertThat(proxy.traffic().holds()).isZero();
        assertThat(world.footprint()).isEqualTo(footprint);
    }

    @Test
    void nobodyIsToldToGoWhoDoesNotWait() {
        Outcome refused = proxy.service().go(SHARD);
        assertThat(refused.result()).isEqualTo(Result.REFUSED);
        assertThat(refused.hint()).isEqualTo("CUTOVER main POSTPONE begins one");
        assertThat(proxy.service().go("other").message()).isEqualTo("there is no shard other");
    }
}
