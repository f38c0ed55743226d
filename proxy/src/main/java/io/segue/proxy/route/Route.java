package io.segue.proxy.route;

/**
 * Where a shard's traffic goes. Every change of node carries a higher epoch, so that of two routes the newer is known.
 *
 * @param node the node that takes the shard's traffic
 * @param epoch counts the changes, from 1
 */
public record Route(Node node, long epoch) {

    /** The route to {@code next} that replaces this one. */
    public Route movedTo(Node next) {
        return new Route(next, epoch + 1);
    }

    @Override
    public String toString() {
        return node + "@" + epoch;
    }
}
