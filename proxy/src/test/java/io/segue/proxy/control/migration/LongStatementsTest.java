package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.node.survey.Activity;
import io.segue.proxy.control.node.survey.Activity.OpenTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A statement that has run for long is waited for before anybody is held, and not for ever. */
class LongStatementsTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final List<Duration> holds = new ArrayList<>();
    private ModelProxy proxy;

    @BeforeEach
    void prepare() throws Exception {
        proxy = new ModelProxy(world, new ModelFiles(), stateDirectory).observedBy(new MigrationObserver() {
            @Override
            public void stepStarted(String shard, long migration, String started) {
                if (started.equals("HOLDING")) {
                    holds.add(Duration.ofNanos(world.clock().nanos()));
                }
            }
        }).start();
        proxy.expect(PREPARE, Result.DONE);
    }

    private static Activity with(String state, Duration age) {
        return new Activity(List.of(new OpenTransaction(99, "app", "shop", state, age, 1, true)), List.of(), List.of(), 3, 3, 0, List.of());
    }

    private Duration untilTheHold() throws Exception {
        Duration before = Duration.ofNanos(world.clock().nanos());
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(holds).hasSize(1);
        return holds.getFirst().minus(before);
    }

    @Test
    void theHoldBeginsWhenItHasEnded() throws Exception {
        world.a().server().survey().doing(with("active", Duration.ofSeconds(5)), Duration.ofMillis(700));

        assertThat(untilTheHold()).isBetween(Duration.ofMillis(700), Duration.ofMillis(950));
        assertThat(proxy.notes()).anyMatch(note -> note.contains("waiting for 1 long statements, the oldest: pid 99 app@shop active for 5000 ms"));
    }

    @Test
    void orWhenItHasBeenWaitedForLongEnough() throws Exception {
        world.a().server().survey().doing(with("active", Duration.ofSeconds(5)));

        assertThat(untilTheHold()).isGreaterThanOrEqualTo(ModelProxy.limits().warm().duration());
        assertThat(proxy.notes()).anyMatch(note -> note.contains("the drain will have to wait for them"));
    }

    @Test
    void shortOnesAndWhoDoesNothingInItsTransactionAreNotWaitedFor() throws Exception {
        world.a().server().survey().doing(with("active", Duration.ofMillis(300)));
        Duration without = untilTheHold();

        assertThat(without).isLessThan(ModelProxy.limits().warm().duration());
        assertThat(proxy.notes()).noneMatch(note -> note.contains("long statements"));
    }

    @Test
    void whatIsIdleInItsTransactionIsTheDrainsAffair() throws Exception {
        world.a().server().survey().doing(with("idle in transaction", Duration.ofSeconds(50)));

        assertThat(untilTheHold()).isLessThan(ModelProxy.limits().warm().duration());
    }
}
