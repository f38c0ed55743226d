package io.segue.proxy.gate;

import static io.segue.proxy.gate.House.LIMIT;
import static io.segue.proxy.gate.House.TO_B;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.gate.House.Bounds;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The line in front of a closed lane: its order, its bound, and every way out of it. */
class GateLineTest {

    @Test
    void admitsTheLineInTheOrderOfArrivalToTheNodeThatIsRightNow() {
        House house = House.open(1);
        GateLane lane = house.lane(0);
        List<Visitor> guests = house.guests(5, 0);
        hold(house);
        guests.reversed().forEach(guest -> {
            guest.whenAdmitted(() -> {
                assertThat(lane.node()).isEqualTo(House.B);
                assertThat(lane.enter()).isTrue();
            });
            house.join(guest, 0);
        });
        house.log().clear();

        house.gate().release(TO_B);
        assertThat(house.log()).as("before the loop runs").isEmpty();
        house.runAll();

        assertThat(house.log())
                .containsExactly("guest 4 admitted", "guest 3 admitted", "guest 2 admitted", "guest 1 admitted", "guest 0 admitted");
        assertThat(house.gate().snapshot().inside()).isEqualTo(5);
        assertThat(house.gate().snapshot().waiting()).isZero();
        assertThat(house.gate().snapshot().waitingBytes()).isZero();
    }

    @Test
    void behindTheLineEverybodyIsToldOfAMoveButNotOfAReleaseToTheSameNode() {
        House house = House.open(1);
        Visitor guest = house.guest("guest", 0);
        guest.whenMoved(() -> house.log().add("moved to " + house.lane(0).node()));
        hold(house);
        house.join(guest, 0);
        house.log().clear();
        release(house);
        assertThat(house.log()).containsExactly("guest admitted");

        hold(house);
        house.join(guest, 0);
        house.log().clear();
        house.gate().release(TO_B);
        house.runAll();

        assertThat(house.log()).containsExactly("guest admitted", "moved to " + House.B);
    }

    @Test
    void aGuestThatQuitsIsNotAdmittedAndLeavesOnePlace() {
        House house = House.open(1, new Bounds(2, 0, 1));
        List<Visitor> guests = house.guests(4, 0);
        hold(house);
        house.join(guests.get(0), 0);
        house.join(guests.get(1), 0);
        house.log().clear();

        house.loop(0).now(() -> house.lane(0).quit(guests.get(0)));
        house.loop(0).now(() -> house.lane(0).quit(guests.get(0)));
        assertThat(house.gate().snapshot().waiting()).isEqualTo(1);
        house.join(guests.get(2), 0);
        house.join(guests.get(3), 0);
        release(house);

        assertThat(house.log()).containsExactly("guest 3 refused LINE_FULL", "guest 1 admitted", "guest 2 admitted");
    }

    @Test
    void aGuestThatIsGoneWaitsNoLongerAndIsToldNothingMore() {
        House house = House.open(1);
        Visitor gone = house.guest("gone", 0);
        hold(house);
        house.join(gone, 0);
        house.log().clear();

        house.loop(0).now(() -> house.lane(0).unregister(gone));
        assertThat(house.gate().snapshot().waiting()).isZero();
        assertThat(house.gate().snapshot().sessions()).isZero();
        release(house);
        hold(house);

        assertThat(house.log()).isEmpty();
    }

    @Test
    void aGuestThatGoesWhenItIsAdmittedGivesItsPlaceBackOnce() {
        House house = House.open(1);
        Visitor guest = house.guest("short of patience", 0);
        guest.whenAdmitted(() -> house.lane(0).unregister(guest));
        hold(house);
        house.join(guest, 0);

        release(house);

        assertThat(house.gate().snapshot().waiting()).isZero();
    }

    @Test
    void aGuestThatAnotherTakesAlongWhenItIsAdmittedIsNotAdmitted() {
        House house = House.open(1);
        Visitor companion = house.guest("companion", 0);
        Visitor guest = house.guest("guest", 0).whenAdmitted(() -> house.lane(0).unregister(companion));
        hold(house);
        house.join(guest, 0);
        house.join(companion, 0);
        house.log().clear();

        release(house);

        assertThat(house.log()).containsExactly("guest admitted");
        assertThat(house.gate().snapshot().waiting()).isZero();
    }

    @Test
    void holdsTheLineToItsBoundOverAllLanes() {
        House house = House.open(2, new Bounds(3, 0, 1));
        List<Visitor> guests = house.guests(5, 0);
        hold(house);
        house.log().clear();

        for (int i = 0; i < guests.size(); i++) {
            house.join(guests.get(i), i % 2);
        }

        assertThat(house.log()).containsExactly("guest 3 refused LINE_FULL", "guest 4 refused LINE_FULL");
        assertThat(house.gate().snapshot().waiting()).isEqualTo(3);
    }

    @Test
    void turnsTheLineAwayInOrderWhenNoPrimaryIsFoundAndWhoeverComesLater() {
        House house = House.open(1);
        List<Visitor> guests = house.guests(3, 0);
        hold(house);
        house.join(guests.get(1), 0);
        house.join(guests.get(0), 0);
        house.log().clear();

        house.gate().refuse();
        house.runAll();
        house.join(guests.get(2), 0);

        assertThat(house.log()).containsExactly("guest 1 refused NO_PRIMARY", "guest 0 refused NO_PRIMARY", "guest 2 refused NO_PRIMARY");
        assertThat(house.gate().snapshot().waiting()).isZero();
        assertThat(house.lane(0).enter()).isFalse();
    }

    @Test
    void aGuestThatComesAgainWhenItIsTurnedAwayIsTurnedAwayAgain() {
        House house = House.open(1);
        Visitor stubborn = house.guest("stubborn", 0);
        stubborn.whenRefused(() -> {
            if (house.log().size() < 3) {
                house.lane(0).join(stubborn);
            }
        });
        hold(house);
        house.join(stubborn, 0);
        house.log().clear();

        house.gate().refuse();
        house.runAll();

        assertThat(house.log()).hasSize(3).containsOnly("stubborn refused NO_PRIMARY");
        assertThat(house.gate().snapshot().waiting()).isZero();
    }

    @Test
    void oneGuestThatFailsDoesNotKeepTheOthersWaiting() {
        House house = House.open(1);
        List<Visitor> guests = house.guests(3, 0);
        hold(house);
        guests.forEach(guest -> house.join(guest, 0));
        guests.get(1).whenAdmitted(GateLineTest::fail).whenRefused(GateLineTest::fail);
        house.log().clear();

        release(house);
        assertThat(house.log()).containsExactly("guest 0 admitted", "guest 1 admitted", "guest 2 admitted");

        hold(house);
        guests.forEach(guest -> house.join(guest, 0));
        house.log().clear();
        house.gate().refuse();
        house.runAll();
        assertThat(house.log()).containsExactly("guest 0 refused NO_PRIMARY", "guest 1 refused NO_PRIMARY", "guest 2 refused NO_PRIMARY");
    }

    @Test
    void thousandsWhoDoTheirWorkWhenTheyAreAdmittedNeedNoDeepStack() {
        House house = House.open(1);
        GateLane lane = house.lane(0);
        List<Visitor> guests = house.guests(20_000, 0);
        hold(house);
        guests.forEach(guest -> {
            guest.whenAdmitted(() -> {
                lane.enter();
                lane.leave();
            });
            house.join(guest, 0);
        });

        release(house);

        assertThat(house.log().stream().filter(line -> line.endsWith("admitted")).count()).isEqualTo(20_000);
        assertThat(house.gate().snapshot().inside()).isZero();
    }

    private static void hold(House house) {
        house.gate().hold("cutover 1", LIMIT);
        house.runAll();
    }

    private static void release(House house) {
        house.gate().release(house.gate().route());
        house.runAll();
    }

    private static void fail() {
        throw new IllegalStateException("a fault of this guest");
    }
}
