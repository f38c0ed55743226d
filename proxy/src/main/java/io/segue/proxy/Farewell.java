package io.segue.proxy;

import io.segue.proxy.data.session.ClientListener;
import io.segue.proxy.gate.ShardGate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stop of a proxy as its clients see it: no new ones, and running units of work get time to end. */
record Farewell(List<ClientListener> listeners, List<ShardGate> gates, Duration limit) {

    private static final Logger log = LoggerFactory.getLogger(Farewell.class);

    /** Blocks for the limit at most. */
    void say() throws InterruptedException {
        listeners.forEach(ClientListener::stopAccepting);
        try {
            CompletableFuture.allOf(gates.stream().map(this::drain).toArray(CompletableFuture<?>[]::new))
                    .get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("sessions are still at work after {} ms and are ended now", limit.toMillis());
        }
    }

    /** Somebody may hold it already: then it drains for them. */
    private CompletableFuture<Void> drain(ShardGate gate) {
        try {
            return gate.hold("shutdown", limit.plusSeconds(1)).toCompletableFuture();
        } catch (IllegalStateException e) {
            log.info("not drained once more: {}", e.getMessage());
            return CompletableFuture.completedFuture(null);
        }
    }
}
