package io.segue.proxy.gate;

import static io.segue.proxy.gate.House.TO_A;
import static io.segue.proxy.gate.House.TO_B;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Reads in a hold: they wait until the standby is proved to show what they may ask for, and no write overtakes them. */
class ReadsAtTheGateTest {

    @Test
    void aReadGoesWhenTheStandbyShowsWhatWasThereBeforeIt() {
        House house = House.open(1);
        Visitor reader = house.guest("reader", 0);
        Visitor writer = house.guest("writer", 0);
        house.holdWithReads();
        house.join(writer, 0);
        house.joinToRead(reader, 0);

        house.gate().admitReads(System.nanoTime());
        house.runAll();

        assertThat(house.log()).containsExactly("reader told of the hold", "writer told of the hold", "reader admitted to read");
        assertThat(house.gate().snapshot().waiting()).isEqualTo(1);
        assertThat(house.gate().snapshot().waitingBytes()).isEqualTo(Visitor.WAITING_BYTES);
    }

    @Test
    void aReadThatCameAfterTheProofWaitsForTheNext() {
        House house = House.open(1);
        Visitor reader = house.guest("reader", 0);
        house.holdWithReads();
        long proof = System.nanoTime();
        house.joinToRead(reader, 0);

        house.gate().admitReads(proof);
        house.runAll();
        assertThat(house.log()).doesNotContain("reader admitted to read");

        house.gate().admitReads(System.nanoTime());
        house.runAll();
        assertThat(house.log()).endsWith("reader admitted to read");
    }

    @Test
    void whenNothingIsWrittenAnyMoreReadsGoAsTheyCome() {
        House house = House.open(1);
        Visitor early = house.guest("early", 0);
        Visitor late = house.guest("late", 0);
        house.holdWithReads();
        house.joinToRead(early, 0);

        house.gate().admitAllReads();
        house.runAll();
        house.joinToRead(late, 0);

        assertThat(house.log()).endsWith("early admitted to read", "late admitted to read");
        assertThat(house.gate().snapshot().waiting()).isZero();
    }

    @Test
    void withoutAStandbyTheyWaitLikeTheOthers() {
        House house = House.open(1);
        Visitor reader = house.guest("reader", 0);
        house.gate().hold("pause", House.LIMIT);
        house.runAll();
        house.joinToRead(reader, 0);

        house.gate().admitAllReads();
        house.gate().admitReads(Long.MAX_VALUE);
        house.runAll();
        assertThat(house.log()).containsExactly("reader told of the hold");

        house.gate().release(TO_A);
        house.runAll();
        assertThat(house.log()).endsWith("reader admitted");
    }

    @Test
    void aReadThatWasNotAdmittedGoesOnWithTheRelease() {
        House house = House.open(1);
        Visitor reader = house.guest("reader", 0);
        house.holdWithReads();
        house.joinToRead(reader, 0);

        house.gate().release(TO_B);
        house.runAll();

        assertThat(house.log()).endsWith("reader admitted");
        assertThat(house.lane(0).reads()).isEmpty();
    }

    /** A write on one loop, acknowledged, must be seen by a read on another: while any lane reads on the standby none may write elsewhere. */
    @Test
    void noLaneOpensToTheOldServerBeforeAllHaveEndedTheirReads() {
        House house = House.open(2);
        Visitor reader = house.guest("reader", 1);
        house.holdWithReads();
        house.gate().admitAllReads();
        house.runAll();

        house.gate().release(TO_A);
        house.loop(0).runAll();

        assertThat(house.lane(0).isOpen()).isFalse();
        house.joinToRead(reader, 1);
        assertThat(house.log()).endsWith("reader admitted to read");
        house.runAll();
        house.runAll();
        assertThat(house.lane(0).isOpen()).isTrue();
        assertThat(house.lane(1).isOpen()).isTrue();
    }

    @Test
    void towardsTheStandbyItselfEachLaneOpensByItself() {
        House house = House.open(2);
        house.holdWithReads();
        house.gate().admitAllReads();
        house.runAll();

        house.gate().release(TO_B);
        house.loop(0).runAll();

        assertThat(house.lane(0).isOpen()).isTrue();
    }

    @Test
    void aHoldThatFollowsAtOnceKeepsTheLanesClosed() {
        House house = House.open(2);
        house.holdWithReads();
        house.gate().admitAllReads();
        house.runAll();

        house.gate().release(TO_A);
        house.gate().hold("pause", House.LIMIT);
        house.runAll();

        assertThat(house.lane(0).isOpen()).isFalse();
        assertThat(house.lane(1).isOpen()).isFalse();
        house.gate().release(TO_A);
        house.runAll();
        house.runAll();
        assertThat(house.lane(0).isOpen()).isTrue();
        assertThat(house.lane(1).isOpen()).isTrue();
    }

    @Test
    void whoReadsIsCountedApartAndHoldsUpNobody() {
        House house = House.open(1);
        house.holdWithReads();

        house.loop(0).now(() -> house.lane(0).beginRead());

        assertThat(house.gate().snapshot().reading()).isEqualTo(1);
        assertThat(house.gate().snapshot().inside()).isZero();
        house.loop(0).now(() -> house.lane(0).endRead());
        assertThat(house.gate().snapshot().reading()).isZero();
    }
}
