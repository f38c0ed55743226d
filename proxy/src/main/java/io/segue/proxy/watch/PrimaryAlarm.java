package io.segue.proxy.watch;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Whether the node that a shard's writes go to refuses them because it is in recovery. Event loops doubt when a server has said 25006; control
 * asks the node, and raises the alarm when that is so. Any thread; nothing here waits but {@link #awaitDoubt}.
 */
public final class PrimaryAlarm {

    private final Semaphore doubts = new Semaphore(0);
    private volatile Optional<String> text = Optional.empty();

    /** A server has refused a write as read-only (25006) that was meant for a primary. Does not block. */
    public void doubt() {
        if (doubts.availablePermits() == 0) {
            doubts.release();
        }
    }

    /** Waits until there is a doubt; what has come up to then counts as one. */
    public void awaitDoubt() throws InterruptedException {
        doubts.acquire();
        doubts.drainPermits();
    }

    /** @param what is wrong, for people */
    public void raise(String what) {
        text = Optional.of(what);
    }

    public void clear() {
        text = Optional.empty();
    }

    /** What is wrong; empty when nothing is known to be. */
    public Optional<String> text() {
        return text;
    }
}
