package io.segue.proxy.gate;

import static io.segue.proxy.gate.House.LIMIT;
import static io.segue.proxy.gate.House.TO_A;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One turnstile: who passes, who is waited for, and when it has drained. */
class GateLaneTest {

    @Test
    void letsNobodyInBeforeTheFirstRelease() {
        House house = House.shut(1);

        house.join(house.guest("early", 0), 0);

        assertThat(house.lane(0).isOpen()).isFalse();
        assertThat(house.lane(0).enter()).isFalse();
        assertThat(house.log()).containsExactly("early refused NO_PRIMARY");
        assertThat(house.gate().snapshot().inside()).isZero();
        assertThat(house.gate().snapshot().waiting()).isZero();
    }

    @Test
    void countsWhoIsInside() {
        House house = House.open(1);
        GateLane lane = house.lane(0);

        assertThat(lane.enter()).isTrue();
        assertThat(lane.enter()).isTrue();
        assertThat(house.gate().snapshot().inside()).isEqualTo(2);
        lane.leave();
        assertThat(house.gate().snapshot().inside()).isEqualTo(1);
        lane.leave();
        assertThat(house.gate().snapshot().inside()).isZero();
    }

    @Test
    void drainsWhenTheLastUnitOfWorkLeaves() {
        House house = House.open(1);
        house.lane(0).enter();
        house.lane(0).enter();
        CompletableFuture<Void> drained = hold(house);

        assertThat(house.lane(0).enter()).isFalse();
        house.lane(0).leave();
        assertThat(drained).isNotDone();
        house.lane(0).leave();
        assertThat(drained).isCompleted();
    }

    @Test
    void tellsEachGuestOfTheHoldBeforeItReportsItselfDrained() {
        House house = House.open(1);
        house.guests(2, 0);
        CompletableFuture<Void> drained = house.gate().hold("cutover 1", LIMIT).toCompletableFuture();
        drained.thenRun(() -> house.log().add("drained"));

        house.runAll();

        assertThat(house.log()).containsExactly("guest 0 told of the hold", "guest 1 told of the hold", "drained");
    }

    @Test
    void isNotDrainedWhileAGuestAsksItsServerSomethingBeforeItGoes() {
        House house = House.open(1);
        house.guest("idle", 0);
        house.guest("asking", 0).whenHoldBegins(house.lane(0)::enterUnasked);

        CompletableFuture<Void> drained = hold(house);
        assertThat(drained).isNotDone();
        assertThat(house.gate().snapshot().inside()).isEqualTo(1);

        house.lane(0).leave();
        assertThat(drained).isCompleted();
    }

    @Test
    void reportsItselfDrainedOnceThoughAQuestionComesAndGoesAfterwards() {
        House house = House.open(2);
        house.lane(1).enter();
        CompletableFuture<Void> drained = hold(house);

        house.lane(0).enterUnasked();
        house.lane(0).leave();
        house.lane(0).enterUnasked();
        house.lane(0).leave();

        assertThat(drained).as("lane 1 is still at work").isNotDone();
        house.lane(1).leave();
        assertThat(drained).isCompleted();
    }

    @Test
    void oneGuestThatFailsWhenItIsToldOfTheHoldDoesNotKeepTheLaneFromDraining() {
        House house = House.open(1);
        house.guest("failing", 0).whenHoldBegins(GateLaneTest::fail);
        house.guest("other", 0);

        CompletableFuture<Void> drained = hold(house);

        assertThat(house.log()).containsExactly("failing told of the hold", "other told of the hold");
        assertThat(drained).isCompleted();
    }

    @Test
    void whoWaitedThroughAHoldWorksBetweenItAndTheNextAndThatOneWaitsForIt() {
        House house = House.open(1);
        Visitor guest = house.guest("guest", 0).whenAdmitted(() -> assertThat(house.lane(0).enter()).isTrue());
        hold(house);
        house.join(guest, 0);

        house.gate().release(TO_A);
        CompletableFuture<Void> second = house.gate().hold("second", LIMIT).toCompletableFuture();
        house.runAll();

        assertThat(house.log()).endsWith("guest admitted", "guest told of the hold");
        assertThat(house.lane(0).isOpen()).isFalse();
        assertThat(second).isNotDone();
        house.lane(0).leave();
        assertThat(second).isCompleted();
    }

    private static CompletableFuture<Void> hold(House house) {
        CompletableFuture<Void> drained = house.gate().hold("cutover 1", LIMIT).toCompletableFuture();
        house.runAll();
        return drained;
    }

    private static void fail() {
        throw new IllegalStateException("a fault of this guest");
    }
}
