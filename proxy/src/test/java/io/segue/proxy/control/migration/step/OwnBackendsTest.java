package io.segue.proxy.control.migration.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.watch.PoolViews;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.SessionLuggage;
import io.segue.proxy.watch.SessionView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnBackendsTest {

    private static final Node NODE_A = new Node("node_a", new Address("10.0.0.1", 5432));
    private static final Node NODE_B = new Node("node_b", new Address("10.0.0.2", 5432));

    private final Roster roster = new Roster();
    private final OwnBackends own = OwnBackends.of(roster, new PoolViews());

    @Test
    void aSessionIsOnTheNodesOfItsLinkAndOfItsWarmLink() {
        enters(1, "node_a", 11, "node_b", 12);

        assertThat(own.on(NODE_A)).containsExactly(11);
        assertThat(own.on(NODE_B)).containsExactly(12);
    }

    @Test
    void aSessionThatHasSaidNothingSinceTheMoveIsThereWithItsWarmLink() {
        enters(1, "", 0, "node_b", 12);

        assertThat(own.on(NODE_B)).containsExactly(12);
        assertThat(own.on(NODE_A)).isEmpty();
    }

    private void enters(long id, String node, int pid, String spareNode, int sparePid) {
        SessionView view = new SessionView(
                id, "queries", "app", "shop", "orders", "", "scram-sha-256", "10.1.1.1:5000", "idle", node, pid, spareNode, sparePid, Optional.empty(),
                Instant.EPOCH, 0, "dedicated", "", new SessionLuggage(SessionLuggage.AtMove.FOLLOWS, "", 0, 0), List.of());
        roster.enter(id, () -> view, () -> { });
    }
}
