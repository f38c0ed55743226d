package io.segue.proxy.data.session;

import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.route.Node;
import java.util.Map;
import java.util.Optional;

/** The link that a session has left to read on a standby: if the move is undone it is the right one again. Event loop. */
final class HomeLink {

    private Optional<SpareLink.Prepared> left = Optional.empty();

    /**
     * @param knows what the session remembers, which this link knows too, because all of it was said there
     * @param parameters what the client was last told of the server's settings
     */
    void leave(BackendLink link, Replay knows, Map<String, String> parameters) {
        close();
        link.parameters().putAll(parameters);
        link.rest();
        left = Optional.of(new SpareLink.Prepared(link, knows));
    }

    /** A link that is to be used instead of one that was left. */
    void keep(SpareLink.Prepared link) {
        close();
        left = Optional.of(link);
    }

    /** The link to {@code node}, now the caller's; one to another node is of no use any more and is closed. */
    Optional<SpareLink.Prepared> take(Node node) {
        Optional<SpareLink.Prepared> taken = left.filter(it -> it.link().isAlive() && it.link().node().equals(node));
        if (taken.isEmpty()) {
            close();
        }
        left = Optional.empty();
        return taken;
    }

    void close() {
        left.map(SpareLink.Prepared::link).ifPresent(BackendLink::close);
        left = Optional.empty();
    }
}
