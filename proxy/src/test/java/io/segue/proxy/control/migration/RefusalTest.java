package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.ABORT;
import static io.segue.proxy.control.migration.model.ModelProxy.CLEANUP;
import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.model.ModelProxy.SWITCHBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.machine.Committed;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.machine.Resting;
import io.segue.proxy.control.migration.machine.Revocable;
import io.segue.proxy.control.migration.machine.Tidying;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.step.StepException;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.gate.GateSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every refusal says what to do next. Here those that come of a command and a state; StepFailureTest walks through what fails in a move,
 * CatalogueTest through what a preflight refuses, ConsoleErrorsTest through what the console cannot do.
 */
class RefusalTest {

    private static final Plan PLAN = Plan.out("main", "node_a", "node_b");
    private static final List<MigrationCommand> COMMANDS = List.of(
            PREPARE, new MigrationCommand.Prepare("main", "node_a"), new MigrationCommand.Prepare("main", "nowhere"), CUTOVER, SWITCHBACK, CLEANUP, ABORT);

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    /** Each state that the sealed types permit. */
    private static List<MigrationState> states() {
        List<MigrationState> states = new ArrayList<>();
        for (Class<?> family : List.of(Resting.class, Revocable.class, Committed.class, Tidying.class)) {
            Arrays.stream(family.getPermittedSubclasses()).map(RefusalTest::state).forEach(states::add);
        }
        return states;
    }

    private static MigrationState state(Class<?> type) {
        try {
            var constructor = type.getDeclaredConstructor(Plan.class);
            constructor.setAccessible(true);
            return (MigrationState) constructor.newInstance(PLAN);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is made of something else than a plan", e);
        }
    }

    @Test
    void ofEveryCommandInEveryState() {
        List<String> refusals = new ArrayList<>();
        Stream<Optional<MigrationState>> states = Stream.concat(Stream.of(Optional.empty()), states().stream().map(Optional::of));
        states.forEach(state -> COMMANDS.forEach(command -> {
            if (Admission.of(command, state, World.SHARD, "node_a") instanceof Admission.Refused(String message, String hint)) {
                assertThat(hint).as("%s in %s: %s", command, state, message).isNotBlank();
                refusals.add(message);
            }
        }));
        assertThat(refusals).hasSizeGreaterThan(80).allMatch(message -> !message.isBlank());
    }

    @Test
    void whileAnotherCommandIsAtWorkOrBeforeAnythingIs() throws Exception {
        World world = new World();
        ModelProxy proxy = new ModelProxy(world, new ModelFiles(), stateDirectory).start();
        Function<MigrationCommand, Outcome> run = command -> {
            try {
                return proxy.run(command);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        List<Outcome> refused = new ArrayList<>(List.of(
                run.apply(CUTOVER),
                run.apply(new MigrationCommand.Cutover("nothing")),
                proxy.service().go("main"),
                proxy.service().go("nothing")));
        proxy.terms(new Terms("ops", Set.of("no-such-check"), Terms.Hold.WHEN_READY));
        proxy.run(PREPARE);
        refused.add(run.apply(CUTOVER));
        proxy.terms(Terms.NONE);
        world.b().server().ailments().unreachable(true);
        refused.add(run.apply(CUTOVER));

        assertThat(refused).allSatisfy(outcome -> {
            assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.REFUSED);
            assertThat(outcome.hint()).as("%s", outcome).isNotBlank();
        });
        assertThat(proxy.traffic().snapshot().state()).isEqualTo(GateSnapshot.State.OPEN);
    }

    /** So that no step can forget it. */
    @Test
    void ofAStepCannotBeMadeWithoutAHint() {
        assertThatThrownBy(() -> new StepException.Failed("it failed", "", " ")).isInstanceOf(IllegalArgumentException.class);
    }
}
