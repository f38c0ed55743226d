package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.verify.Finding;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import io.segue.proxy.gate.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;


/** Where the commands of one shard arrive. Any thread. */
sealed interface Desk permits ShardDesk, ClosedDesk {

    /** Before there is traffic: finds out where the shard is. */
    Start recover(Duration limit) throws InterruptedException;

    /** There is traffic from now on: commands are taken, interrupted work goes on. */
    void begin(Traffic traffic);

    Outcome run(Order order, Progress progress) throws InterruptedException;

    /** Lets a postponed move go on. */
    Outcome go();

    List<String> plan(Order order);

    PreflightReport precheck(Terms terms) throws InterruptedException;

    List<Finding> verify(VerifyRequest request, Progress progress) throws InterruptedException;

    /** @return how soon it should look again */
    Duration guard();

    Optional<MigrationStatus> status();

    /** A promotion that the journal says is decided and of which no route is stored yet. */
    Optional<Succession> succession();

    /** Takes no more commands; waits at most {@code limit} for the one under way, which is left as it is then. */
    void close(Duration limit) throws InterruptedException;
}
