package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.report.Reports;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.verify.Finding;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import java.time.Duration;
import java.util.List;

/** Every migration of this proxy: the door through which the console starts, watches and ends them. Safe from any thread. */
public interface Migrations {

    /**
     * Carries out {@code order} and blocks until the migration rests. The work runs on a thread of its own: when the caller is
     * interrupted or gone, it goes on.
     *
     * @param progress told each step as it happens, on another thread
     * @return what came of it; a failure is an outcome, not an exception
     */
    Outcome run(Order order, Progress progress) throws InterruptedException;

    /**
     * Lets the postponed move of {@code shard} go on to its hold; returns at once.
     *
     * @return REFUSED when no move waits for it
     */
    Outcome go(String shard);

    /** What {@code order} would do now, step by step with object names, and what preflight finds; does nothing. */
    List<String> plan(Order order);

    /**
     * What preflight finds for the next command of {@code shard}: the cutover of a prepared one, the switchback of a moved one, the
     * preparation of any other. Does nothing.
     */
    PreflightReport precheck(String shard, Terms terms) throws InterruptedException;

    /**
     * Looks whether {@code shard} is well: probes, rows compared between its nodes, amcheck, statistics. Blocks as long as it takes.
     *
     * @param progress told what is looked at
     */
    List<Finding> verify(String shard, VerifyRequest request, Progress progress) throws InterruptedException;

    /**
     * Before a standby that does not take its WAL fills the disk of a node that serves, gives it up.
     *
     * @return how soon it is to be called again, at the latest: the less room there is, the sooner
     */
    Duration guard();

    /** What came of the commands so far. */
    Reports reports();

    /** The last migration of each shard that has one, newest first. */
    List<MigrationStatus> list();
}
