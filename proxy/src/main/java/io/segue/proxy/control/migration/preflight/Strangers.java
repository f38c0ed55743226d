package io.segue.proxy.control.migration.preflight;

import io.segue.proxy.control.migration.step.Sessions;
import io.segue.proxy.control.migration.step.StepContext;
import io.segue.proxy.control.node.ForeignSession;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Finds who is connected to the source without going through this proxy: the stop would end them, and they would not follow. */
final class Strangers {

    /** A session that logs in through the proxy is on the server before it is on the roster, and one that ends is there a moment longer. */
    private static final int LOOKS = 8;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private Strangers() {}

    static List<ForeignSession> on(StepContext context) throws NodeException, InterruptedException {
        List<ForeignSession> clients = clients(context);
        for (int look = 1; look < LOOKS && !clients.isEmpty(); look++) {
            context.clock().pause(BETWEEN_LOOKS);
            List<ForeignSession> before = clients;
            clients = clients(context).stream().filter(now -> before.stream().anyMatch(it -> it.pid() == now.pid())).toList();
        }
        // A client of ours that receives WAL would not follow either.
        return Stream.concat(clients.stream(), context.source().foreignSessions(List.of()).stream().filter(Sessions::isWalsender)).toList();
    }

    private static List<ForeignSession> clients(StepContext context) throws NodeException {
        return context.source().foreignSessions(context.site().ownBackends().on(context.source().node())).stream()
                .filter(session -> !Sessions.isWalsender(session))
                .toList();
    }
}
