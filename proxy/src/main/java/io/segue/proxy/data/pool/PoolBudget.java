package io.segue.proxy.data.pool;

import io.segue.proxy.route.Node;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many links one pool has and may have, over all event loops. Counted for each node, because before a move there are links to both. Any
 * thread.
 */
final class PoolBudget {

    private final int size;
    private final int reserve;
    private final Map<Node, AtomicInteger> open = new ConcurrentHashMap<>();

    PoolBudget(int size, int reserve) {
        this.size = size;
        this.reserve = reserve;
    }

    /** Takes a place. @return false when all are taken; otherwise {@link #give} must follow */
    boolean take(Node node) {
        return takeBelow(node, size);
    }

    /** Takes a place, or one of the reserve. */
    boolean takeReserve(Node node) {
        return takeBelow(node, size + reserve);
    }

    /** A link has come to another node with its session: it has its place there, whether there is one or not. */
    void move(Node from, Node to) {
        give(from);
        count(to).incrementAndGet();
    }

    void give(Node node) {
        count(node).decrementAndGet();
    }

    int open(Node node) {
        return count(node).get();
    }

    /** Whether there are no links at all. */
    boolean isUnused() {
        return open.values().stream().allMatch(count -> count.get() == 0);
    }

    private boolean takeBelow(Node node, int most) {
        AtomicInteger count = count(node);
        while (true) {
            int now = count.get();
            if (now >= most) {
                return false;
            }
            if (count.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    private AtomicInteger count(Node node) {
        return open.computeIfAbsent(node, _ -> new AtomicInteger());
    }
}
