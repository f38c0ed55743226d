package io.segue.proxy.data.pool;

import io.segue.proxy.data.backend.BackendLink;
import java.util.Map;

/**
 * A link that belongs to a pool, whoever has it. Event loop.
 *
 * @param <K> what it knows of those it was lent to
 */
public final class PooledLink<K> {

    private final BackendLink link;
    private final Map<String, String> fixed;
    private final String application;
    private final long bornNanos;
    private K knows;
    private long idleSinceNanos;

    PooledLink(BackendLink link, Map<String, String> fixed, String application, K knows, long bornNanos) {
        this.link = link;
        this.fixed = fixed;
        this.application = application;
        this.knows = knows;
        this.bornNanos = bornNanos;
    }

    public BackendLink link() {
        return link;
    }

    /** The application name with which it logged in: that is what RESET leads to. */
    public String application() {
        return application;
    }

    public K knows() {
        return knows;
    }

    void knows(K now) {
        knows = now;
    }

    boolean fits(Borrower<K> borrower) {
        return borrower.fixed().equals(fixed);
    }

    /** Start-up parameters that only another login could change. */
    Map<String, String> fixed() {
        return fixed;
    }

    long bornNanos() {
        return bornNanos;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void idleSince(long nanos) {
        idleSinceNanos = nanos;
    }
}
