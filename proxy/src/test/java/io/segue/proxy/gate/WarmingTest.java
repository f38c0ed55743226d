package io.segue.proxy.gate;

import static io.segue.proxy.gate.House.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.gate.Guest.WarmResult;
import io.segue.proxy.gate.House.Bounds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Spare links: for every session, a few logins at a time, never more than allowed, and not for ever. */
class WarmingTest {

    private static final WarmResult WARM = new WarmResult.Warm();

    /** The logins under way, oldest first. */
    private final Deque<Consumer<WarmResult>> dialling = new ArrayDeque<>();

    @Test
    void everySessionGetsASpareLink() {
        House house = House.open(2);
        house.guests(3, 0);
        house.guests(2, 1);

        assertThat(warm(house)).isCompletedWithValue(new Warmth(5, 0, "", List.of()));
        assertThat(house.log()).contains("guest 0 warms node_b").hasSize(5);
        assertThat(house.gate().snapshot().warm()).isEqualTo(5);
    }

    @Test
    void ofNoSessionsNoneIsCold() {
        assertThat(warm(House.open(2))).isCompletedWithValue(new Warmth(0, 0, "", List.of()));
    }

    @Test
    void tellsWhoIsColdWhoCannotMoveAndLeavesOutWhoIsGone() {
        House house = House.open(1);
        List<Visitor> guests = house.guests(5, 0);
        answer(guests.get(1), new WarmResult.Cold("too many connections"));
        answer(guests.get(2), new WarmResult.Cold("the second failure"));
        answer(guests.get(3), new WarmResult.Gone());
        answer(guests.get(4), new WarmResult.Unmovable("it holds an advisory lock"));

        assertThat(warm(house)).isCompletedWithValue(new Warmth(1, 3, "too many connections", List.of("it holds an advisory lock")));
        assertThat(house.gate().snapshot().warm()).isEqualTo(1);
    }

    @Test
    void onlySoManyLogInAtATime() {
        House house = House.open(2, new Bounds(10, 100, 4));
        house.guests(10, 0).forEach(this::dialWhenWarmed);
        CompletableFuture<Warmth> warmth = warm(house);

        for (int answered = 0; answered < 10; answered++) {
            assertThat(dialling).as("after %s answers", answered).hasSize(Math.min(2, 10 - answered));
            assertThat(warmth).isNotDone();
            dialling.poll().accept(answered % 3 == 0 ? new WarmResult.Cold("refused") : WARM);
        }

        assertThat(warmth).isCompletedWithValue(new Warmth(6, 4, "refused", List.of()));
    }

    @Test
    void oneLogsInAtATimeOnEachLoopWhenFewerAreAllowedThanThereAreLoops() {
        House house = House.open(3, new Bounds(10, 100, 1));
        house.guests(2, 0).forEach(this::dialWhenWarmed);
        house.guests(2, 2).forEach(this::dialWhenWarmed);

        warm(house);

        assertThat(dialling).hasSize(2);
    }

    @Test
    void noMoreSparesAreOpenedThanAllowedThoughManyLogInAtATime() {
        House house = House.open(2, new Bounds(10, 3, 8));
        house.guests(5, 0).forEach(this::dialWhenWarmed);
        house.guests(5, 1).forEach(this::dialWhenWarmed);
        CompletableFuture<Warmth> warmth = warm(house);

        assertThat(dialling).hasSize(3);
        dialling.forEach(done -> done.accept(WARM));

        assertThat(warmth).isCompletedWithValue(new Warmth(3, 7, "", List.of()));
        assertThat(house.gate().snapshot().warm()).isEqualTo(3);
    }

    @Test
    void aLoginThatFailsLeavesItsSpareToAnother() {
        House house = House.open(1, new Bounds(10, 1, 1));
        List<Visitor> guests = house.guests(3, 0);
        answer(guests.get(0), new WarmResult.Cold("refused"));

        assertThat(warm(house)).isCompletedWithValue(new Warmth(1, 2, "refused", List.of()));
        assertThat(house.log()).containsExactly("guest 0 warms node_b", "guest 1 warms node_b");
    }

    @Test
    void keepsWhatIsWarmWhenTheTimeIsUpAndDialsNoMore() {
        House house = House.open(2, new Bounds(10, 100, 4));
        house.guests(4, 0).forEach(this::dialWhenWarmed);
        CompletableFuture<Warmth> warmth = warm(house);
        dialling.poll().accept(WARM);

        house.advance(LIMIT);
        assertThat(warmth).isCompletedWithValue(new Warmth(1, 3, "", List.of()));
        dialling.poll().accept(WARM);

        assertThat(house.log()).as("guests asked").hasSize(3);
        assertThat(house.gate().snapshot().warm()).as("with the one that came late").isEqualTo(2);
    }

    @Test
    void thousandsWhoAnswerAtOnceNeedNoDeepStack() {
        House house = House.open(1, new Bounds(10, 100_000, 2));
        house.guests(20_000, 0);

        assertThat(warm(house)).isCompletedWithValue(new Warmth(20_000, 0, "", List.of()));
    }

    @Test
    void thousandsWhoAnswerAtOnceAfterOneThatDidNotNeedNoDeepStack() {
        House house = House.open(1, new Bounds(10, 100_000, 1));
        dialWhenWarmed(house.guest("slow", 0));
        house.guests(20_000, 0);
        CompletableFuture<Warmth> warmth = warm(house);

        dialling.poll().accept(WARM);

        assertThat(warmth).isCompletedWithValue(new Warmth(20_001, 0, "", List.of()));
    }

    @Test
    void coolClosesEverySpareLink() {
        House house = House.open(2);
        house.guest("one", 0);
        house.guest("two", 1);
        warm(house);
        house.log().clear();

        house.gate().cool();
        house.runAll();

        assertThat(house.log()).containsExactly("one cools", "two cools");
        assertThat(house.gate().snapshot().warm()).isZero();
    }

    @Test
    void whatIsStillLoggingInWhenTheSparesAreClosedDoesNotCountAndNoneFollows() {
        House house = House.open(1, new Bounds(10, 100, 1));
        house.guests(3, 0).forEach(this::dialWhenWarmed);
        CompletableFuture<Warmth> warmth = warm(house);
        dialling.poll().accept(WARM);

        house.gate().cool();
        house.runAll();
        dialling.poll().accept(WARM);

        assertThat(dialling).isEmpty();
        assertThat(house.gate().snapshot().warm()).isZero();
        assertThat(warmth).isCompletedWithValue(new Warmth(1, 2, "", List.of()));
    }

    @Test
    void anotherAttemptEndsTheFirstAndCountsForItself() {
        House house = House.open(1, new Bounds(10, 100, 1));
        house.guests(2, 0).forEach(this::dialWhenWarmed);
        CompletableFuture<Warmth> first = warm(house);
        CompletableFuture<Warmth> second = warm(house);

        assertThat(first).isCompletedWithValue(new Warmth(0, 2, "", List.of()));
        Consumer<WarmResult> ofTheFirst = dialling.poll();
        ofTheFirst.accept(WARM);
        dialling.poll().accept(WARM);
        dialling.poll().accept(WARM);

        assertThat(second).isCompletedWithValue(new Warmth(2, 0, "", List.of()));
        assertThat(house.gate().snapshot().warm()).isEqualTo(2);
    }

    private void dialWhenWarmed(Visitor guest) {
        guest.whenWarmed(dialling::add);
    }

    private static void answer(Visitor guest, WarmResult result) {
        guest.whenWarmed(done -> done.accept(result));
    }

    private static CompletableFuture<Warmth> warm(House house) {
        CompletableFuture<Warmth> warmth = house.gate().warm(House.B, LIMIT).toCompletableFuture();
        house.runAll();
        return warmth;
    }
}
