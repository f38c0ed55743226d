package io.segue.proxy.data.session;

import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.watch.SessionLuggage;
import io.segue.proxy.watch.SessionView;
import io.segue.proxy.watch.SocketView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A session for people. Read by other threads: each value is whole, but they may be of different moments. */
final class SessionViews {

    private SessionViews() {}

    static SessionView of(
            ClientIdentity identity, ClientConnection client, SessionPhase phase, boolean inside, Optional<BackendLink> spare, Optional<Loan> loan,
            SessionLuggage luggage) {
        Optional<BackendLink> link = phase.ownLink();
        return new SessionView(
                identity.id(),
                identity.kind().toString(),
                identity.startup().user(),
                identity.startup().database(),
                identity.shard().name(),
                identity.application(),
                identity.method(),
                client.address(),
                state(phase, inside, loan),
                link.map(present -> present.node().name()).orElse(""),
                link.map(BackendLink::processId).orElse(0),
                spare.map(present -> present.node().name()).orElse(""),
                spare.map(BackendLink::processId).orElse(0),
                identity.tie(),
                identity.connectedAt(),
                waitedMicros(phase),
                loan.map(Loan::mode).orElse("dedicated"),
                client.tls(),
                luggage,
                sockets(client, link, spare));
    }

    private static List<SocketView> sockets(ClientConnection client, Optional<BackendLink> link, Optional<BackendLink> spare) {
        return Stream.concat(Stream.of(client.view()), Stream.of(link, spare).flatMap(Optional::stream).map(BackendLink::view)).toList();
    }

    /** Without a link between two transactions is nothing special where links are lent for each. */
    private static String state(SessionPhase phase, boolean inside, Optional<Loan> loan) {
        if (inside && phase instanceof SessionPhase.Linked) {
            return "active";
        }
        boolean idle = phase instanceof SessionPhase.Unlinked && loan.filter(Loan::isForTransaction).isPresent();
        return idle ? "idle" : phase.label();
    }

    private static long waitedMicros(SessionPhase phase) {
        return switch (phase) {
            case SessionPhase.Waiting waiting -> (System.nanoTime() - waiting.sinceNanos()) / 1_000;
            case SessionPhase.Queued queued -> (System.nanoTime() - queued.sinceNanos()) / 1_000;
            default -> 0;
        };
    }
}
