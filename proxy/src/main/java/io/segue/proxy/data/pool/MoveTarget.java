package io.segue.proxy.data.pool;

import io.segue.proxy.route.Node;
import java.util.Optional;

/** Where the shard of a pool is to move to, while it is: links to there are kept for the time behind the move. Event loop. */
final class MoveTarget {

    private Optional<Node> target = Optional.empty();

    void is(Node node) {
        target = Optional.of(node);
    }

    /** The shard is not to move for now. */
    void isNone() {
        target = Optional.empty();
    }

    boolean isAt(Node node) {
        return target.isPresent() && target.get().equals(node);
    }
}
