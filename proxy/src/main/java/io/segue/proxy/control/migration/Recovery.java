package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.machine.Migration;
import io.segue.proxy.control.migration.machine.MigrationEvent;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Working;
import io.segue.proxy.control.migration.step.Site;
import io.segue.proxy.control.migration.step.Terms;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What becomes of a shard's interrupted migration when the proxy starts. The journal says what was intended, the nodes say what is; nothing
 * else is believed.
 *
 * <pre>
 *   decide (no traffic yet)   REVIVING and PROMOTING are carried on until one node may write; then the nodes are asked
 *   settle (there is traffic) whatever is left of the work is carried on until the migration rests
 * </pre>
 *
 * <p>{@link #decide} is called by the thread that starts the proxy, {@link #settle} by one of its own.
 */
final class Recovery {

    private final Site site;
    private final Chronicle chronicle;
    private final StartProof proof;
    private final CompletableFuture<Void> decided = new CompletableFuture<>();
    private boolean proved;

    /** @param site without traffic */
    Recovery(Site site, Chronicle chronicle, StartProof proof) {
        this.site = site;
        this.chronicle = chronicle;
        this.proof = proof;
    }

    /** Where the shard is, as far as that can be found out within {@code limit}. */
    Start decide(Duration limit) throws InterruptedException {
        Thread.ofVirtual().name("recovery " + site.shard()).start(this::decideWriter);
        Start start = awaitDecision(limit)
                ? proof.within(limit)
                : proof.unproved("the interrupted work of " + chronicle.page().state().label() + " is being carried on");
        proved = start instanceof Start.Proved;
        return start;
    }

    private void decideWriter() {
        try {
            if (atWork()) {
                resume();
                new MigrationRunner(site, chronicle, MigrationObserver.none(), new Run(Terms.NONE))
                        .runUntil(state -> state.writer().isPresent());
            }
            decided.complete(null);
        } catch (InterruptedException | RuntimeException | Error e) {
            decided.completeExceptionally(e);
        }
    }

    private boolean atWork() {
        return chronicle.ledger().page().filter(it -> it.state() instanceof Working).isPresent();
    }

    private void resume() {
        Ledger.Page found = chronicle.page();
        MigrationState next = Migration.next(found.state(), MigrationEvent.RESTARTED).orElseThrow();
        if (!next.equals(found.state())) {
            chronicle.enterAnyway(next, found.facts(), "the proxy was restarted in " + found.state().label());
        }
    }

    private boolean awaitDecision(Duration limit) throws InterruptedException {
        try {
            decided.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the recovery of shard " + site.shard() + " died", e.getCause());
        }
    }

    /** Whether anything is left to do once there is traffic. */
    boolean unsettled() {
        return !proved || !decided.isDone() || atWork();
    }

    /**
     * Returns when a node is proved, the traffic goes there, and the migration rests.
     *
     * @param settled the site with traffic
     */
    void settle(Site settled, MigrationObserver observer, Run run) throws InterruptedException {
        decided.join();
        if (!proved) {
            proof.releaseWhenProved(settled.traffic());
        }
        if (atWork()) {
            new MigrationRunner(settled, chronicle, observer, run).runToRest();
        }
    }
}
