package io.segue.proxy.gate;

import static io.segue.proxy.gate.House.LIMIT;
import static io.segue.proxy.gate.House.TO_A;
import static io.segue.proxy.gate.House.TO_B;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.gate.GateSnapshot.State;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Every hold ends by itself, and then the nodes' own word counts, whatever became of whoever held. */
class HoldDeadlineTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final House house = House.open(2);

    @Test
    void asksTheNodesAtTheDeadlineAndNotBefore() {
        hold();

        house.advance(LIMIT.minus(MOMENT));
        assertThat(house.asked()).isEmpty();
        house.advance(MOMENT);

        assertThat(house.asked()).hasSize(1);
        assertThat(house.gate().snapshot().state()).as("until they answer").isEqualTo(State.HOLDING);
    }

    @Test
    void letsTheLineGoToTheNodeThatSaysItIsThePrimary() {
        CompletableFuture<Void> drained = holdWithOneAtWork();
        house.join(house.guest("guest", 1), 1);
        house.advance(LIMIT);

        house.asked().getFirst().complete(Optional.of(TO_B));
        house.runAll();

        assertThat(house.log()).containsExactly("guest admitted");
        assertThat(house.gate().snapshot().state()).isEqualTo(State.OPEN);
        assertThat(house.gate().route()).isEqualTo(TO_B);
        assertThat(house.lane(0).node()).isEqualTo(House.B);
        assertThat(drained.exceptionNow()).isInstanceOf(HoldEndedException.class).hasMessageContaining("cutover 1 passed its deadline");
    }

    @Test
    void turnsTheLineAwayWhenNoNodeIsThePrimary() {
        CompletableFuture<Void> drained = holdWithOneAtWork();
        house.join(house.guest("guest", 1), 1);
        house.advance(LIMIT);

        house.asked().getFirst().complete(Optional.empty());
        house.runAll();

        assertThat(house.log()).containsExactly("guest refused NO_PRIMARY");
        assertThat(house.gate().snapshot().state()).isEqualTo(State.REFUSING);
        assertThat(drained.exceptionNow()).isInstanceOf(HoldEndedException.class).hasMessageContaining("cutover 1 passed its deadline");
    }

    @Test
    void endsAHoldThatHasDrainedLongAgoTheSameWay() {
        CompletableFuture<Void> drained = hold();
        house.runAll();
        assertThat(drained).isCompleted();
        house.advance(LIMIT);

        house.asked().getFirst().complete(Optional.of(TO_A));
        house.runAll();

        assertThat(house.lane(0).isOpen()).isTrue();
        assertThat(house.lane(1).isOpen()).isTrue();
    }

    @Test
    void refusesWhenTheNodesCannotBeAsked() {
        hold();
        house.advance(LIMIT);

        house.asked().getFirst().completeExceptionally(new IllegalStateException("no node answers"));

        assertThat(house.gate().snapshot().state()).isEqualTo(State.REFUSING);
    }

    @Test
    void refusesWhenTheProverItselfFails() {
        House broken = House.open(1, shard -> {
            throw new IllegalStateException("a fault of the prover");
        });
        broken.gate().hold("cutover 1", LIMIT);

        broken.advance(LIMIT);

        assertThat(broken.gate().snapshot().state()).isEqualTo(State.REFUSING);
    }

    @Test
    void refusesWhenTheProverComesWithARouteThatWasLeftBehind() {
        house.gate().release(TO_B);
        hold();
        house.advance(LIMIT);

        house.asked().getFirst().complete(Optional.of(TO_A));

        assertThat(house.gate().snapshot().state()).isEqualTo(State.REFUSING);
        assertThat(house.gate().route()).isEqualTo(TO_B);
    }

    @Test
    void aReleaseThatComesBeforeTheNodesAnswerWins() {
        hold();
        house.advance(LIMIT);

        house.gate().release(TO_B);
        house.asked().getFirst().complete(Optional.empty());
        house.runAll();

        assertThat(house.gate().snapshot().state()).isEqualTo(State.OPEN);
        assertThat(house.gate().route()).isEqualTo(TO_B);
        assertThat(house.lane(0).isOpen()).isTrue();
    }

    @Test
    void anAnswerThatComesInTheNextHoldDoesNotEndThatOne() {
        hold();
        house.advance(LIMIT);
        house.gate().release(TO_B);
        CompletableFuture<Void> next = house.gate().hold("cutover 2", LIMIT).toCompletableFuture();

        house.asked().getFirst().complete(Optional.of(TO_A));
        house.runAll();

        assertThat(house.gate().snapshot().owner()).isEqualTo("cutover 2");
        assertThat(house.gate().route()).isEqualTo(TO_B);
        assertThat(next).isCompleted();
        assertThat(house.lane(0).isOpen()).isFalse();
    }

    @Test
    void aHoldThatIsReleasedInTimeAsksNobody() {
        hold();
        house.advance(LIMIT.minus(MOMENT));
        house.gate().release(TO_A);

        house.advance(LIMIT);

        assertThat(house.asked()).isEmpty();
    }

    @Test
    void theNextHoldHasItsOwnDeadline() {
        hold();
        house.advance(LIMIT.minus(MOMENT));
        house.gate().release(TO_A);
        house.gate().hold("cutover 2", LIMIT);

        house.advance(LIMIT.minus(MOMENT));
        assertThat(house.asked()).isEmpty();
        house.advance(MOMENT);
        assertThat(house.asked()).hasSize(1);
    }

    private CompletableFuture<Void> hold() {
        return house.gate().hold("cutover 1", LIMIT).toCompletableFuture();
    }

    private CompletableFuture<Void> holdWithOneAtWork() {
        house.lane(0).enter();
        CompletableFuture<Void> drained = hold();
        house.runAll();
        assertThat(drained).isNotDone();
        return drained;
    }
}
