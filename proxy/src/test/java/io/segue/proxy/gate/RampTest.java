package io.segue.proxy.gate;

import static io.segue.proxy.gate.House.LIMIT;
import static io.segue.proxy.gate.House.TO_B;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.gate.House.Bounds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A release lets a few in at first, and then more and more. */
class RampTest {

    private static final Duration GROWTH = Duration.ofMillis(5);

    @Test
    void aReleaseBeginsWithAFewAndLongUnitsKeepNobodyWaiting() {
        House house = House.open(1, Bounds.ramp(2));
        held(house);
        worksWhenAdmitted(house, 9);

        house.gate().release(TO_B);
        house.runAll();
        assertThat(house.gate().snapshot().inside()).isEqualTo(2);
        house.advance(GROWTH);
        assertThat(house.gate().snapshot().inside()).isEqualTo(3);
        house.advance(GROWTH);
        assertThat(house.gate().snapshot().inside()).isEqualTo(4);
        house.advance(GROWTH);
        assertThat(house.gate().snapshot().inside()).isEqualTo(6);
        house.advance(GROWTH);

        assertThat(house.gate().snapshot().inside()).isEqualTo(9);
        assertThat(house.gate().snapshot().waiting()).isZero();
    }

    @Test
    void whoComesDuringTheReleaseWaitsBehindTheLine() {
        House house = House.open(1, Bounds.ramp(1));
        held(house);
        worksWhenAdmitted(house, 2);
        house.gate().release(TO_B);
        house.runAll();

        assertThat(house.lane(0).enter()).isFalse();
        leave(house);
        leave(house);

        assertThat(house.log()).endsWith("guest 0 admitted", "guest 1 admitted");
        assertThat(house.lane(0).enter()).isTrue();
    }

    @Test
    void whoWaitsAtTheRampWhenTheNextHoldBeginsIsToldSoAndWaitsOn() {
        House house = House.open(1, Bounds.ramp(1));
        held(house);
        worksWhenAdmitted(house, 2);
        house.gate().release(TO_B);
        house.runAll();
        house.log().clear();

        house.gate().hold("cutover 2", LIMIT);
        house.runAll();
        leave(house);
        house.advance(GROWTH);

        assertThat(house.log()).containsExactly("guest 0 told of the hold", "guest 1 told of the hold");
        assertThat(house.gate().snapshot().waiting()).isEqualTo(1);
    }

    @Test
    void aFullLineIsNoReasonToRefuseWhereThereIsNoHold() {
        House house = House.open(1, new Bounds(2, 0, 1, 1));
        held(house);
        worksWhenAdmitted(house, 2);
        house.gate().release(TO_B);
        house.runAll();
        house.log().clear();

        List<Visitor> late = house.guests(2, 0);
        late.forEach(guest -> guest.whenAdmitted(() -> assertThat(house.lane(0).enter()).isTrue()));
        late.forEach(guest -> house.join(guest, 0));

        assertThat(house.log()).containsExactly("guest 1 admitted");
        assertThat(house.gate().snapshot().inside()).isEqualTo(2);
    }

    private static void held(House house) {
        house.gate().hold("cutover 1", LIMIT);
        house.runAll();
    }

    private static void leave(House house) {
        house.loop(0).now(() -> house.lane(0).leave());
        house.runAll();
    }

    private static void worksWhenAdmitted(House house, int count) {
        List<Visitor> guests = house.guests(count, 0);
        guests.forEach(guest -> guest.whenAdmitted(() -> assertThat(house.lane(0).enter()).isTrue()));
        guests.forEach(guest -> house.join(guest, 0));
    }
}
