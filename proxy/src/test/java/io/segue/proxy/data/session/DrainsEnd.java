package io.segue.proxy.data.session;

import io.segue.proxy.control.node.RealCatalog;
import io.segue.proxy.testing.PostgresServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What control does when a drain's time is up, where the policy is to end open transactions. */
final class DrainsEnd {

    private static final Duration HOLD = Duration.ofMinutes(1);
    private static final int LIMIT_SECONDS = 60;

    private DrainsEnd() {}

    /** A hold of which the drain's time is up at once; it is drained when this returns. */
    static void ofNewHold(DataPlane plane, PostgresServer primary) throws Exception {
        CompletableFuture<Void> drained = plane.gate.hold("test", HOLD).toCompletableFuture();
        endTransactions(plane, primary);
        drained.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** In the hold that is on. */
    static void endTransactions(DataPlane plane, PostgresServer primary) throws Exception {
        plane.gate.endTransactions().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        plane.gate.cancelTransactions(RealCatalog.committing(primary));
    }
}
