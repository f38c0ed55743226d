package io.segue.proxy.data.pool;

import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.Map;

/**
 * Who wants a link of a pool. Called on the event loop of both.
 *
 * @param <K> what a link knows of those it was lent to
 */
public interface Borrower<K> {

    /** See {@link LinkPool#enter}. */
    Map<String, String> fixed();

    /** The server it wants one to. */
    Node node();

    /** Whether a link suits it better than others: it knows all that it would have to be told. */
    boolean prefers(PooledLink<K> link);

    /** It waited, and has a link now. */
    void lent(PooledLink<K> link);

    /** It waited, and has a place for a link now, which it opens. */
    void mayDial();

    /** It waited for all the time there was. */
    void waitedTooLong(Duration limit);
}
