package io.segue.proxy.gate;

import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Traffic as the tests of control know it: there are no sessions that could be asked, or told, anything. */
public abstract class TrafficWithoutSessions implements Traffic {

    @Override
    public void admitReads(long nanos) {
        // Nobody reads.
    }

    @Override
    public void admitAllReads() {
        // Nobody reads.
    }

    @Override
    public CompletionStage<Renewed> renew(Duration limit) {
        return CompletableFuture.completedStage(new Renewed(0, 0, 0));
    }

    @Override
    public void suspect(Set<Integer> processes) {
        // Nobody is suspected.
    }

    @Override
    public CompletionStage<Void> inquire() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> relisten(Node target) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> endTransactions() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void cancelTransactions(Set<Integer> committing) {
        // Nobody is at work.
    }
}
