package io.segue.proxy.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.gate.Guest.Renewal;
import io.segue.proxy.gate.House.Bounds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Sessions leave their server processes: those at rest before the others, a few at a time, and none that begins too late. */
class RenewingTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    /** What is under way, oldest first. */
    private final Deque<Consumer<Renewal>> underWay = new ArrayDeque<>();

    @Test
    void whoIsAtRestLeavesBeforeAnybodyAtWorkChangesItsProcess() {
        House house = House.open(1);
        house.guest("busy", 0).whenRenewed(done -> done.accept(Renewal.FRESH));
        house.guest("idle", 0).atRest().whenRenewed(done -> done.accept(Renewal.AWAY));
        house.guest("busy too", 0).whenRenewed(done -> done.accept(Renewal.KEPT));
        house.guest("idle too", 0).atRest().whenRenewed(done -> done.accept(Renewal.AWAY));

        assertThat(renew(house, LONG)).isCompletedWithValue(new Renewed(1, 2, 1));
        assertThat(house.log()).containsExactly("idle renews", "idle too renews", "busy renews", "busy too renews");
    }

    @Test
    void onlySoManyDoItAtATime() {
        House house = House.open(1, new Bounds(10, 100, 2));
        house.guests(3, 0).forEach(guest -> guest.atRest().whenRenewed(underWay::add));
        house.guests(1, 0).forEach(guest -> guest.whenRenewed(underWay::add));
        CompletableFuture<Renewed> renewed = renew(house, LONG);

        assertThat(underWay).hasSize(2);
        underWay.poll().accept(Renewal.AWAY);
        assertThat(underWay).as("the third at rest follows the first").hasSize(2);
        underWay.poll().accept(Renewal.AWAY);
        assertThat(underWay).as("nobody at work while one at rest is under way").hasSize(1);
        underWay.poll().accept(Renewal.AWAY);
        underWay.poll().accept(Renewal.FRESH);

        assertThat(renewed).isCompletedWithValue(new Renewed(1, 3, 0));
    }

    @Test
    void whoHasNotBegunWhenTheTimeIsUpKeepsWhatItHas() {
        House house = House.open(1);
        house.guests(3, 0);

        assertThat(renew(house, Duration.ZERO)).isCompletedWithValue(new Renewed(0, 0, 3));
        assertThat(house.log()).isEmpty();
    }

    @Test
    void everyLoopDoesItsShare() {
        House house = House.open(2);
        List.of(0, 1).forEach(loop -> house.guests(2, loop).forEach(guest -> guest.whenRenewed(done -> done.accept(Renewal.FRESH))));

        assertThat(renew(house, LONG)).isCompletedWithValue(new Renewed(4, 0, 0));
    }

    private static CompletableFuture<Renewed> renew(House house, Duration limit) {
        CompletableFuture<Renewed> renewed = house.gate().renew(limit).toCompletableFuture();
        house.runAll();
        return renewed;
    }
}
