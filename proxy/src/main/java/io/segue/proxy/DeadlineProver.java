package io.segue.proxy;

import io.segue.proxy.control.migration.PrimaryProof;
import io.segue.proxy.gate.PrimaryProver;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import io.segue.proxy.route.Shard;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Answers a gate whose hold has passed its deadline.
 *
 * @param limit for the nodes to answer
 */
record DeadlineProver(PrimaryProof proof, Supplier<Route> route, Duration limit, Executor threads) implements PrimaryProver {

    @Override
    public CompletionStage<Optional<Route>> prove(Shard shard) {
        return CompletableFuture.supplyAsync(() -> primary(shard).map(this::routeTo), threads);
    }

    private Optional<Node> primary(Shard shard) {
        try {
            return proof.prove(shard, limit).map(PrimaryProof.Primary::node);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Route routeTo(Node primary) {
        Route present = route.get();
        return present.node().equals(primary) ? present : present.movedTo(primary);
    }
}
