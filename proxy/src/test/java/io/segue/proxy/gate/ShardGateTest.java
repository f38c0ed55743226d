package io.segue.proxy.gate;

import static io.segue.proxy.gate.House.LIMIT;
import static io.segue.proxy.gate.House.TO_A;
import static io.segue.proxy.gate.House.TO_B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.segue.proxy.gate.GateSnapshot.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Control's commands: each becomes one task for each lane, and all lanes see them in one order. */
class ShardGateTest {

    @Test
    void aHoldIsDrainedWhenTheLastOfAllLanesIs() {
        House house = House.open(3);
        house.lane(1).enter();
        CompletableFuture<Void> drained = hold(house, "cutover 1");

        house.loop(2).runAll();
        house.loop(1).runAll();
        assertThat(drained).isNotDone();
        house.lane(1).leave();
        assertThat(drained).as("lane 0 has not heard of the hold").isNotDone();
        house.loop(0).runAll();

        assertThat(drained).isCompleted();
    }

    @Test
    void whoEntersBeforeItsLaneHearsOfTheHoldIsWaitedFor() {
        House house = House.open(1);
        CompletableFuture<Void> drained = hold(house, "cutover 1");

        assertThat(house.lane(0).enter()).isTrue();
        house.runAll();

        assertThat(drained).isNotDone();
        house.lane(0).leave();
        assertThat(drained).isCompleted();
    }

    @Test
    void aSecondHoldIsRefusedAndLeavesTheFirstAsItIs() {
        House house = House.open(1);
        CompletableFuture<Void> first = hold(house, "cutover 1");

        assertThatIllegalStateException().isThrownBy(() -> house.gate().hold("pause", LIMIT)).withMessage("shard main is held by cutover 1 already");
        house.runAll();

        assertThat(first).isCompleted();
        assertThat(house.gate().snapshot().owner()).isEqualTo("cutover 1");
        house.advance(LIMIT);
        assertThat(house.asked()).as("deadlines").hasSize(1);
    }

    @Test
    void anotherHoldMayFollowARelease() {
        House house = House.open(1);
        CompletableFuture<Void> first = hold(house, "cutover 1");
        house.runAll();
        house.gate().release(TO_A);

        CompletableFuture<Void> second = hold(house, "cutover 2");
        house.runAll();

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(house.lane(0).isOpen()).isFalse();
    }

    @Test
    void aHoldThatIsReleasedBeforeItHasDrainedFailsAndSaysWhy() {
        House house = House.open(1);
        house.lane(0).enter();
        CompletableFuture<Void> drained = hold(house, "cutover 1");
        house.runAll();

        house.gate().release(TO_A);
        house.runAll();
        house.lane(0).leave();

        assertThat(drained.exceptionNow()).isInstanceOf(HoldEndedException.class).hasMessage("the hold of cutover 1 was released");
        assertThat(house.lane(0).isOpen()).isTrue();
    }

    @Test
    void whoIsToldOfTheEndOfAHoldFindsTheGateOpenAndMayHoldItAgain() {
        House house = House.open(1);
        house.lane(0).enter();
        List<State> seen = new ArrayList<>();
        List<CompletableFuture<Void>> next = new ArrayList<>();
        hold(house, "cutover 1").whenComplete((nothing, failure) -> {
            seen.add(house.gate().snapshot().state());
            next.add(hold(house, "cutover 2"));
        });

        house.gate().release(TO_B);
        house.runAll();

        assertThat(seen).containsExactly(State.OPEN);
        assertThat(house.gate().snapshot().owner()).isEqualTo("cutover 2");
        assertThat(house.lane(0).isOpen()).isFalse();
        house.lane(0).leave();
        assertThat(next.getFirst()).isCompleted();
    }

    @Test
    void anOlderRouteIsRefusedAndTheHoldGoesOn() {
        House house = House.open(1);
        house.gate().release(TO_B);
        CompletableFuture<Void> drained = hold(house, "cutover 1");

        assertThatIllegalArgumentException().isThrownBy(() -> house.gate().release(TO_A)).withMessage("route node_a@1 is older than node_b@2");
        house.runAll();

        assertThat(drained).isCompleted();
        assertThat(house.gate().route()).isEqualTo(TO_B);
        assertThat(house.gate().snapshot().state()).isEqualTo(State.HOLDING);
        assertThat(house.lane(0).isOpen()).isFalse();
    }

    @Test
    void theSameRouteMayBeReleasedAgain() {
        House house = House.open(1);

        house.gate().release(TO_A);
        house.runAll();

        assertThat(house.lane(0).isOpen()).isTrue();
    }

    @Test
    void anOwnersReleaseEndsItsOwnHoldOnTheRouteInForce() {
        House house = House.open(1);
        hold(house, "pause");

        assertThat(house.gate().release("pause")).isTrue();
        house.runAll();

        assertThat(house.gate().snapshot().state()).isEqualTo(State.OPEN);
        assertThat(house.gate().route()).isEqualTo(TO_A);
        assertThat(house.lane(0).isOpen()).isTrue();
    }

    @Test
    void anOwnersReleaseLeavesAnothersHoldAlone() {
        House house = House.open(1);
        hold(house, "cutover 1");

        assertThat(house.gate().release("pause")).isFalse();
        house.runAll();

        assertThat(house.gate().snapshot().owner()).isEqualTo("cutover 1");
        assertThat(house.lane(0).isOpen()).isFalse();
    }

    @Test
    void anOwnersReleaseOpensNothingThatNobodyHolds() {
        House shut = House.shut(1);

        assertThat(shut.gate().release("")).isFalse();
        assertThat(shut.gate().release("pause")).isFalse();
        shut.runAll();

        assertThat(shut.gate().snapshot().state()).isEqualTo(State.REFUSING);
        assertThat(shut.lane(0).isOpen()).isFalse();
    }

    /**
     * The question who holds and the release have to be one step. So the other thread is stopped where it can be, at the gate's monitor, and
     * while it stands there the hold changes hands: had it asked before, it would now end the wrong one.
     */
    @Test
    void anOwnersReleaseNeverEndsTheHoldOfSomebodyWhoCameInBetween() throws InterruptedException {
        House house = House.open(1);
        AtomicBoolean over = new AtomicBoolean();
        Thread impatient = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                house.gate().release("pause");
            }
        });

        try {
            for (int i = 0; i < 400; i++) {
                hold(house, "pause");
                synchronized (house.gate()) {
                    while (impatient.getState() != Thread.State.BLOCKED) {
                        Thread.onSpinWait();
                    }
                    house.gate().release(TO_A);
                    hold(house, "cutover");
                }
                while (impatient.getState() == Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                }
                assertThat(house.gate().snapshot().owner()).as("hold %s", i).isEqualTo("cutover");
                house.gate().release(TO_A);
            }
        } finally {
            over.set(true);
            impatient.join();
        }
    }

    @Test
    void aRefusingGateCanBeHeldAndThenWhoComesWaits() {
        House house = House.shut(1);
        CompletableFuture<Void> drained = hold(house, "cutover 1");
        house.runAll();
        assertThat(drained).isCompleted();

        house.join(house.guest("guest", 0), 0);
        house.gate().release(TO_B);
        house.runAll();

        assertThat(house.log()).containsExactly("guest admitted");
    }

    @Test
    void tellsOfEachHoldOnceHowLongItWasOn() {
        House house = House.open(1);

        house.gate().release(TO_A);
        assertThat(house.holdTimes()).isEmpty();
        hold(house, "cutover 1");
        house.gate().release(TO_B);
        hold(house, "cutover 2");
        house.gate().refuse();
        house.gate().refuse();

        assertThat(house.holdTimes()).hasSize(2).allSatisfy(time -> assertThat(time).isPositive().isLessThan(LIMIT));
    }

    @Test
    void showsWhatItDoesAtEachMoment() {
        House house = House.shut(2);
        assertThat(house.gate().snapshot()).isEqualTo(new GateSnapshot(State.REFUSING, TO_A, "", Duration.ZERO, 0, 0, 0, 0, 0, 0));

        house.gate().release(TO_A);
        house.runAll();
        Visitor first = house.guest("first", 0);
        Visitor second = house.guest("second", 1);
        house.lane(1).enter();
        assertThat(house.gate().snapshot()).isEqualTo(new GateSnapshot(State.OPEN, TO_A, "", Duration.ZERO, 1, 0, 0, 2, 0, 0));

        hold(house, "cutover 1");
        GateSnapshot held = house.gate().snapshot();
        assertThat(held.state()).as("at once, though no lane has heard of it").isEqualTo(State.HOLDING);
        assertThat(held.owner()).isEqualTo("cutover 1");
        assertThat(held.heldFor()).isPositive().isLessThan(LIMIT);

        house.runAll();
        house.join(first, 0);
        house.join(second, 1);
        assertThat(house.gate().snapshot().waiting()).isEqualTo(2);
        assertThat(house.gate().snapshot().inside()).isEqualTo(1);
        assertThat(house.gate().snapshot().route()).isEqualTo(TO_A);

        house.gate().release(TO_B);
        assertThat(house.gate().snapshot().waiting()).as("until the lanes hear of it").isEqualTo(2);
        house.runAll();
        house.lane(1).leave();
        assertThat(house.gate().snapshot()).isEqualTo(new GateSnapshot(State.OPEN, TO_B, "", Duration.ZERO, 0, 0, 0, 2, 0, 0));

        house.gate().refuse();
        assertThat(house.gate().snapshot()).isEqualTo(new GateSnapshot(State.REFUSING, TO_B, "", Duration.ZERO, 0, 0, 0, 2, 0, 0));
    }

    private static CompletableFuture<Void> hold(House house, String owner) {
        return house.gate().hold(owner, LIMIT).toCompletableFuture();
    }
}
