package io.segue.proxy.data.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.PoolRule;
import io.segue.proxy.data.backend.ScriptedServer;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who comes for a link, who has one and who waits; every link goes to the first who can use it. */
class LendingDeskTest {

    private static final int SIZE = 2;
    private static final int WAITING = 3;
    private static final Node HERE = ScriptedServer.NODE;
    private static final Node OTHER = new Node("node_b", new Address("127.0.0.1", 5402));
    private static final Duration LONG = Duration.ofHours(1);
    private static final PoolRule RULE =
            new PoolRule(List.of(), List.of(), PoolMode.TRANSACTION, SIZE, 0, 0, LONG, LONG, LONG, LONG, WAITING);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SharedPool<String> shared = new SharedPool<>(RULE, (_, _) -> {
        throw new AssertionError("there is no other loop");
    });
    private final WaitingLine<String> line = new WaitingLine<>(shared.waiting(), RULE.waiting());
    private final IdleLinks<String> idle = new IdleLinks<>();
    private final Places<String> places = new Places<>(shared, idle, () -> "nothing");
    private final MoveTarget target = new MoveTarget();
    private final LendingDesk<String> desk = new LendingDesk<>(channel.eventLoop(), line, idle, places, target);

    @Test
    void givesAPlaceWhileThereIsOneAndThenHasThemWait() {
        assertThat(desk.ask(new Client())).isInstanceOf(Answer.MayDial.class);
        assertThat(desk.ask(new Client())).isInstanceOf(Answer.MayDial.class);
        assertThat(desk.dialling()).isEqualTo(2);

        assertThat(desk.ask(new Client())).isInstanceOf(Answer.Queued.class);

        desk.dialled();
        desk.notDialled();
        assertThat(desk.dialling()).isZero();
        assertThat(desk.lent()).isEqualTo(1);
    }

    @Test
    void turnsAwayWhoComesWhenTooManyWait() {
        allPlacesAreTaken();
        waits(WAITING);

        assertThat(desk.ask(new Client())).isInstanceOf(Answer.Full.class);
    }

    @Test
    void lendsWhatIsIdle() {
        PooledLink<String> link = openLink();
        assertThat(desk.put(link)).as("nobody waits").isTrue();

        assertThat(desk.ask(new Client())).isEqualTo(new Answer.Lent<>(link));
        assertThat(desk.lent()).isEqualTo(1);

        desk.returned();
        assertThat(desk.lent()).isZero();
    }

    @Test
    void servesNobodyBeforeThoseWhoWait() {
        PooledLink<String> link = openLink();
        allPlacesAreTaken();
        Client first = waits(1).getFirst();
        idle.add(link);

        Client second = new Client();
        assertThat(desk.ask(second)).isInstanceOf(Answer.Queued.class);
        desk.serve();

        assertThat(first.lent).containsExactly(link);
        assertThat(second.lent).isEmpty();
    }

    @Test
    void lendsALinkThatComesToWhoHasWaitedLongest() {
        PooledLink<String> link = openLink();
        allPlacesAreTaken();
        List<Client> clients = waits(2);

        assertThat(desk.put(link)).isFalse();

        assertThat(clients.getFirst().lent).containsExactly(link);
        assertThat(clients.getLast().lent).isEmpty();
        assertThat(desk.lent()).isEqualTo(1);
    }

    @Test
    void handsALinkThatIsGivenBackAtOnceOnFromOutside() {
        PooledLink<String> link = openLink();
        allPlacesAreTaken();
        Client first = new Client();
        first.givesBackAtOnce = true;
        desk.ask(first);
        Client second = waits(1).getFirst();

        desk.put(link);
        assertThat(first.lent).containsExactly(link);
        assertThat(second.lent).as("not from within the call of the first").isEmpty();

        channel.runPendingTasks();
        assertThat(second.lent).containsExactly(link);
        assertThat(desk.lent()).isEqualTo(1);
    }

    @Test
    void closesALinkThatDoesNotFitWhoWaitsSoThatItsPlaceIsFree() {
        allPlacesAreTaken();
        Client client = waits(1).getFirst();
        client.fixed = Map.of("options", "-c geqo=off");
        PooledLink<String> link = link();

        desk.put(link);
        assertThat(link.link().isAlive()).isFalse();

        desk.serve();
        assertThat(client.places).isEqualTo(1);
    }

    @Test
    void keepsALinkToWhereTheShardIsToMoveForLater() {
        allPlacesAreTaken();
        Client client = new Client();
        client.node = OTHER;
        target.is(HERE);
        places.takeFree(OTHER);
        places.takeFree(OTHER);
        assertThat(desk.ask(client)).isInstanceOf(Answer.Queued.class);
        PooledLink<String> link = link();

        assertThat(desk.put(link)).as("it is idle").isTrue();
        assertThat(client.lent).isEmpty();

        target.isNone();
        desk.put(link);
        assertThat(link.link().isAlive()).as("of no use to anybody").isFalse();
    }

    private void allPlacesAreTaken() {
        while (places.takeFree(HERE)) {
            assertThat(places.taken(HERE)).isLessThanOrEqualTo(SIZE);
        }
    }

    private List<Client> waits(int count) {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new Client());
            assertThat(desk.ask(clients.getLast())).isInstanceOf(Answer.Queued.class);
        }
        return clients;
    }

    private PooledLink<String> openLink() {
        assertThat(places.takeFree(HERE)).isTrue();
        return link();
    }

    private PooledLink<String> link() {
        return new PooledLink<>(new ScriptedServer().link(), Map.of(), "", "nothing", System.nanoTime());
    }

    private final class Client implements Borrower<String> {

        private final List<PooledLink<String>> lent = new ArrayList<>();
        private Map<String, String> fixed = Map.of();
        private Node node = HERE;
        private boolean givesBackAtOnce;
        private int places;

        @Override
        public Map<String, String> fixed() {
            return fixed;
        }

        @Override
        public Node node() {
            return node;
        }

        @Override
        public boolean prefers(PooledLink<String> link) {
            return true;
        }

        @Override
        public void lent(PooledLink<String> link) {
            lent.add(link);
            if (givesBackAtOnce) {
                desk.returned();
                desk.put(link);
            }
        }

        @Override
        public void mayDial() {
            places++;
        }

        @Override
        public void waitedTooLong(Duration limit) {
            throw new AssertionError("nobody looks at the clock here");
        }
    }
}
