package io.segue.proxy.control.migration.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The transition table, enumerated: every state, both ways, with every event. */
class MigrationTest {

    private static final Plan OUT = Plan.out("main", "node_a", "node_b");
    private static final List<String> LABELS = List.of(
            "CREATED", "COPYING", "STREAMING", "READY", "TUNING", "WARMING", "FENCING", "HOLDING", "RETREATING", "STOPPING", "PROVING",
            "PROMOTING", "ROUTING", "REJOINING", "VERIFYING", "MOVED", "REVIVING", "UNDOING", "DISCARDING", "CLEANING", "ALONE", "DONE",
            "ABANDONED");

    private record Transition(MigrationState from, MigrationEvent event, MigrationState to) {
        @Override
        public String toString() {
            return "%-11s %-4s  %-10s  ->  %-10s %-4s  %s".formatted(
                    from.label(), from.plan().direction(), event, to.label(), to.plan().direction(), to.writer().orElse("nobody writes"));
        }
    }

    static Stream<MigrationState> states() {
        return Stream.of(OUT, OUT.reversed()).flatMap(plan -> LABELS.stream().map(label -> MigrationState.labelled(label, plan)));
    }

    static Stream<Transition> transitions() {
        return states().flatMap(state -> Stream.of(MigrationEvent.values())
                .flatMap(event -> Migration.next(state, event).map(next -> new Transition(state, event, next)).stream()));
    }

    @Test
    void isTheTableThatIsWrittenDown() throws IOException {
        String actual = transitions().map(Transition::toString).collect(Collectors.joining("\n")) + "\n";
        Path generated = Path.of("target", "transitions.txt");
        Files.writeString(generated, actual);
        assertThat(actual).as("transitions; when the change is meant, copy %s to src/test/resources", generated).isEqualTo(written());
    }

    private static String written() throws IOException {
        try (InputStream table = MigrationTest.class.getResourceAsStream("transitions.txt")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void knowsEveryStateByItsLabel() {
        Set<String> permitted = leaves(MigrationState.class).map(it -> it.getSimpleName().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        assertThat(LABELS).containsExactlyInAnyOrderElementsOf(permitted);
        assertThat(states()).allSatisfy(state ->
                assertThat(MigrationState.labelled(state.label(), state.plan())).isEqualTo(state));
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(MigrationTest::leaves) : Stream.of(type);
    }

    @Test
    void neverChangesTheWriterWithoutPassingThroughNobody() {
        assertThat(transitions()).allSatisfy(transition -> {
            Optional<String> before = transition.from().writer();
            Optional<String> after = transition.to().writer();
            assertThat(before.isEmpty() || after.isEmpty() || before.equals(after)).as("%s", transition).isTrue();
        });
    }

    @Test
    void neverLeavesTheOtherSideOfThePointOfNoReturn() {
        assertThat(transitions()).allSatisfy(transition -> {
            if (transition.from() instanceof Committed) {
                assertThat(transition.to()).isInstanceOfAny(Committed.class, Resting.class);
                assertThat(transition.to().writer().stream()).allMatch(transition.from().plan().target()::equals);
            }
        });
    }

    @Test
    void promotesOnlyWhatWasProved() {
        assertThat(transitions()).allSatisfy(transition -> {
            if (transition.to() instanceof Committed.Promoting && !(transition.from() instanceof Committed.Promoting)) {
                assertThat(transition.from()).isInstanceOf(Revocable.Proving.class);
                assertThat(transition.event()).isEqualTo(MigrationEvent.SUCCEEDED);
            }
        });
    }

    @Test
    void saysByItsNameWhetherItWorks() {
        assertThat(states()).allSatisfy(state -> {
            assertThat(state.label().endsWith("ING")).isEqualTo(state instanceof Working);
            assertThat(state.label()).isUpperCase();
        });
    }

    @Test
    void goesOnByItselfUntilItRests() {
        assertThat(states()).allSatisfy(state -> {
            if (state instanceof Working) {
                assertThat(Migration.next(state, MigrationEvent.SUCCEEDED)).isPresent();
                assertThat(reachable(state, Set.of(MigrationEvent.SUCCEEDED))).anyMatch(Resting.class::isInstance);
            } else {
                assertThat(Stream.of(MigrationEvent.SUCCEEDED, MigrationEvent.FAILED, MigrationEvent.OVERRAN)
                                .flatMap(event -> Migration.next(state, event).stream()))
                        .isEmpty();
            }
        });
    }

    @Test
    void comesToRestAfterAnyRestart() {
        assertThat(states()).allSatisfy(state -> {
            MigrationState restarted = Migration.next(state, MigrationEvent.RESTARTED).orElseThrow();
            assertThat(reachable(restarted, Set.of(MigrationEvent.SUCCEEDED))).anyMatch(Resting.class::isInstance);
            assertThat(Migration.next(restarted, MigrationEvent.RESTARTED)).as("a second restart").contains(restarted);
        });
    }

    private static Set<MigrationState> reachable(MigrationState from, Set<MigrationEvent> events) {
        Set<MigrationState> seen = new LinkedHashSet<>(Set.of(from));
        Deque<MigrationState> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            MigrationState state = open.pop();
            for (MigrationEvent event : events) {
                Migration.next(state, event).filter(seen::add).ifPresent(open::push);
            }
        }
        return new HashSet<>(seen);
    }
}
