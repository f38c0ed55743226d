package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.LinkFailure;
import io.segue.proxy.data.backend.ScriptedServer;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** At most one spare link is kept, and none that nobody wants. */
class SpareLinkTest {

    private static final Node OTHER = new Node("node_b", new Address("127.0.0.1", 5402));

    private final SpareLink spare = new SpareLink();
    private final ScriptedServer server = new ScriptedServer();
    private final List<BackendDialer.Outcome> dials = new ArrayList<>();
    private final List<Optional<LinkFailure>> outcomes = new ArrayList<>();

    @Test
    void isThereOnceItIsLoggedInAndKnowsNothing() {
        open();
        assertThat(spare.isOpenTo(ScriptedServer.NODE)).isFalse();

        dials.getFirst().linked(server.link());

        assertThat(outcomes).containsExactly(Optional.empty());
        assertThat(spare.isOpenTo(ScriptedServer.NODE)).isTrue();
        assertThat(spare.isOpenTo(OTHER)).isFalse();
        assertThat(spare.take(OTHER)).isEmpty();
        assertThat(spare.take(ScriptedServer.NODE).orElseThrow().told()).isEqualTo(Replay.NOTHING);
        assertThat(spare.take(ScriptedServer.NODE)).as("it is the taker's now").isEmpty();
        assertThat(server.isConnected()).isTrue();
    }

    @Test
    void tellsWhyThereIsNone() {
        LinkFailure failure = new LinkFailure.Unreachable(OTHER, "Connection refused");
        open();

        dials.getFirst().failed(failure);

        assertThat(outcomes).containsExactly(Optional.of(failure));
        assertThat(spare.link()).isEmpty();
    }

    @Test
    void isClosedWhenItComesTooLate() {
        open();
        spare.close();

        dials.getFirst().linked(server.link());

        assertThat(server.isConnected()).isFalse();
        assertThat(spare.link()).isEmpty();
    }

    @Test
    void isClosedWhenItIsGivenBackAndNobodyWantsItAnyMore() {
        open();
        dials.getFirst().linked(server.link());
        SpareLink.Prepared taken = spare.take(ScriptedServer.NODE).orElseThrow();
        spare.close();
        assertThat(server.isConnected()).as("in the taker's hands").isTrue();

        spare.giveBack(taken);

        assertThat(server.isConnected()).isFalse();
        assertThat(spare.link()).isEmpty();
    }

    @Test
    void makesWayForTheNextOne() {
        ScriptedServer next = new ScriptedServer();
        open();
        open();
        dials.getFirst().linked(server.link());

        dials.getLast().linked(next.link());

        assertThat(server.isConnected()).isFalse();
        assertThat(next.isConnected()).isTrue();
        assertThat(spare.isOpenTo(ScriptedServer.NODE)).isTrue();
    }

    @Test
    void isOfNoUseOnceItsServerHasGone() {
        open();
        dials.getFirst().linked(server.link());

        server.hangsUp();

        assertThat(spare.isOpenTo(ScriptedServer.NODE)).isFalse();
        assertThat(spare.take(ScriptedServer.NODE)).isEmpty();
    }

    private void open() {
        spare.open(dials::add, outcomes::add);
    }
}
