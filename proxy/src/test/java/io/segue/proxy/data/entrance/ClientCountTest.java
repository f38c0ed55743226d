package io.segue.proxy.data.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.ClientLimits;
import io.segue.proxy.data.entrance.ClientCount.Answer;
import io.segue.proxy.watch.LimitView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientCountTest {

    private static final Newcomer ADA = new Newcomer("shop", "ada", "10.0.0.1", false);
    private static final Newcomer OPS = new Newcomer("shop", "ops", "10.0.0.9", true);

    @Test
    void theReserveIsForAdmins() {
        ClientCount count = new ClientCount(limits(3, 1, Optional.empty()));
        admitted(count.enter(ADA));
        ClientCount.Place second = admitted(count.enter(ADA));

        assertThat(count.enter(ADA)).isEqualTo(new Answer.Refused(new Crowding.Reserved(1)));
        admitted(count.enter(OPS));
        assertThat(count.enter(OPS)).isEqualTo(new Answer.Refused(new Crowding.InAll(3)));
        assertThat(count.enter(ADA)).isEqualTo(new Answer.Refused(new Crowding.InAll(3)));

        second.leave();
        second.leave();
        assertThat(count.present()).isEqualTo(2);
    }

    @Test
    void aPlaceThatIsGivenBackCanBeTakenAgain() {
        ClientCount count = new ClientCount(limits(1, 0, Optional.empty()));
        ClientCount.Place place = admitted(count.enter(ADA));
        assertThat(count.enter(ADA)).isEqualTo(new Answer.Refused(new Crowding.InAll(1)));

        place.leave();

        admitted(count.enter(ADA));
    }

    @Test
    void eachDatabaseRoleAndAddressHasItsLimitAndAdminsHaveNone() {
        ClientCount count = new ClientCount(new ClientLimits(
                100, 0, 10, 10, Optional.of(3), Optional.of(2), Optional.of(1), Optional.empty()));
        admitted(count.enter(ADA));
        assertThat(count.enter(ADA)).isEqualTo(new Answer.Refused(new Crowding.FromAddress("10.0.0.1", 1)));
        admitted(count.enter(new Newcomer("shop", "ada", "10.0.0.2", false)));
        assertThat(count.enter(new Newcomer("shop", "ada", "10.0.0.3", false)))
                .isEqualTo(new Answer.Refused(new Crowding.OfRole("ada", 2)));
        admitted(count.enter(new Newcomer("shop", "bob", "10.0.0.3", false)));
        assertThat(count.enter(new Newcomer("shop", "eve", "10.0.0.4", false)))
                .isEqualTo(new Answer.Refused(new Crowding.OfDatabase("shop", 3)));

        admitted(count.enter(OPS));
        admitted(count.enter(OPS));

        assertThat(count.views()).containsExactly(
                view("clients", 100, 5, 5, 0, ""),
                view("clients-per-database", 3, 5, 5, 1, "shop"),
                view("clients-per-role", 2, 2, 2, 1, "ops"),
                view("clients-per-address", 1, 2, 2, 1, "10.0.0.9"),
                view("consoles", 10, 0, 0, 0, ""));
    }

    @Test
    void whoIsRefusedTakesNoPlace() {
        ClientCount count = new ClientCount(limits(10, 0, Optional.of(1)));
        ClientCount.Place place = admitted(count.enter(ADA));
        for (int i = 0; i < 100; i++) {
            assertThat(count.enter(ADA)).isInstanceOf(Answer.Refused.class);
        }
        assertThat(count.present()).isEqualTo(1);

        place.leave();

        assertThat(count.present()).isZero();
        assertThat(count.views()).extracting(LimitView::used).containsOnly(0L);
        admitted(count.enter(ADA));
    }

    @Test
    void theConsoleHasPlacesOfItsOwn() {
        ClientCount count = new ClientCount(limits(1, 0, Optional.empty()));
        admitted(count.enter(ADA));
        List<ClientCount.Place> consoles = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            consoles.add(admitted(count.enterConsole()));
        }

        assertThat(count.enterConsole()).isEqualTo(new Answer.Refused(new Crowding.Consoles(10)));
        consoles.getFirst().leave();
        admitted(count.enterConsole());
    }

    private static LimitView view(String name, long value, long used, long peak, long refused, String busiest) {
        return new LimitView(name, Optional.of(value), used, Optional.of(peak), Optional.of(refused), busiest);
    }

    private static ClientLimits limits(int inAll, int reserved, Optional<Integer> perDatabase) {
        return new ClientLimits(inAll, reserved, 10, 10, perDatabase, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ClientCount.Place admitted(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Admitted.class);
        return ((Answer.Admitted) answer).place();
    }
}
