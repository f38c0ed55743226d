package io.segue.proxy.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.gate.GateSnapshot.State;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever sessions and control do, and however far behind each loop is: nobody is lost, counted twice, or overlooked. */
class GatePropertiesTest {

    /** What can happen next. The numbers choose among loops and guests. */
    record Deed(Kind kind, int loop, int guest) {

        enum Kind {
            HOLD,
            RELEASE,
            REFUSE,
            STEP,
            BEGIN_WORK,
            END_WORK,
            QUIT,
            GO
        }

        @Override
        public String toString() {
            return kind + " loop " + loop + " guest " + guest;
        }
    }

    @Provide
    Arbitrary<List<Deed>> deeds() {
        Arbitrary<Deed.Kind> kinds = Arbitraries.of(Deed.Kind.values());
        Arbitrary<Integer> loops = Arbitraries.integers().between(0, Crowd.LOOPS - 1);
        Arbitrary<Integer> guests = Arbitraries.integers().between(0, Crowd.GUESTS_PER_LOOP - 1);
        return Combinators.combine(kinds, loops, guests).as(Deed::new).list().ofMaxSize(60);
    }

    @Property(tries = 2000)
    void everyGuestIsAccountedForAtEachMomentAndNobodyWaitsInTheEnd(@ForAll("deeds") List<Deed> deeds) {
        Crowd crowd = new Crowd();

        for (Deed deed : deeds) {
            crowd.does(deed);

            GateSnapshot seen = crowd.gate().snapshot();
            assertThat(seen.waiting()).as("waiting after %s", deed).isEqualTo(crowd.waiting());
            assertThat(seen.inside()).as("inside after %s", deed).isEqualTo(crowd.working());
            assertThat(seen.sessions()).as("sessions after %s", deed).isEqualTo(crowd.living());
            if (seen.state() == State.HOLDING && crowd.isDrained()) {
                assertThat(crowd.working()).as("at work in a hold that has drained").isZero();
                assertThat(crowd.anyLaneOpen()).as("a lane is open in a hold that has drained").isFalse();
            }
        }

        crowd.hold();
        crowd.catchUp();
        crowd.endWork();
        assertThat(crowd.isDrained()).isTrue();
        crowd.gate().release(crowd.gate().route());
        for (int turns = 0; turns < Crowd.GUESTS_PER_LOOP + 1; turns++) {
            crowd.catchUp();
            crowd.endWork();
        }
        assertThat(crowd.waiting()).isZero();
        assertThat(crowd.gate().snapshot().waiting()).isZero();
        assertThat(crowd.gate().snapshot().inside()).isZero();
    }
}
