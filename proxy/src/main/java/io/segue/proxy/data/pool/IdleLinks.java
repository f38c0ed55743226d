package io.segue.proxy.data.pool;

import io.segue.proxy.route.Node;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The links of a pool on one event loop that nobody has. What was used last is taken first. Event loop. */
final class IdleLinks<K> {

    /** The last was used last. */
    private final List<PooledLink<K>> links = new ArrayList<>();

    int size() {
        return links.size();
    }

    void add(PooledLink<K> link) {
        link.link().rest();
        link.idleSince(System.nanoTime());
        links.add(link);
    }

    /** Each can be removed on the way. */
    Iterator<PooledLink<K>> iterator() {
        return links.iterator();
    }

    /**
     * The link that suits best, or else the one that was used last. Of those that died none is left behind.
     *
     * @param dead told of these
     */
    Optional<PooledLink<K>> take(Borrower<K> borrower, Consumer<PooledLink<K>> dead) {
        int found = -1;
        for (int i = links.size() - 1; i >= 0; i--) {
            PooledLink<K> link = links.get(i);
            if (!link.link().isAlive()) {
                links.remove(i);
                found--;
                dead.accept(link);
            } else if (link.link().node().equals(borrower.node()) && link.fits(borrower)) {
                if (borrower.prefers(link)) {
                    return Optional.of(links.remove(i));
                }
                found = found < 0 ? i : found;
            }
        }
        return found < 0 ? Optional.empty() : Optional.of(links.remove(found));
    }

    /** That which has been idle for longest, of those that lead to {@code node}. */
    Optional<PooledLink<K>> takeAny(Node node) {
        Optional<PooledLink<K>> found = links.stream().filter(link -> link.link().node().equals(node)).findFirst();
        found.ifPresent(links::remove);
        return found;
    }

    /** Whether {@link #takeAside} would find one. */
    boolean hasAside(Borrower<K> borrower, Node node) {
        return links.stream().anyMatch(link -> isAside(link, borrower, node));
    }

    /** One to another node than the borrower's, which has to be told nothing in order to suit: a standby may refuse that. */
    Optional<PooledLink<K>> takeAside(Borrower<K> borrower, Node node) {
        Optional<PooledLink<K>> found = links.reversed().stream().filter(link -> isAside(link, borrower, node)).findFirst();
        found.ifPresent(links::remove);
        return found;
    }

    private boolean isAside(PooledLink<K> link, Borrower<K> borrower, Node node) {
        return link.link().isAlive() && link.link().node().equals(node) && link.fits(borrower) && borrower.prefers(link);
    }
}
