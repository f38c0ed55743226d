package io.segue.proxy.control.console;

import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.control.migration.MigrationStatus.StepTime;
import io.segue.proxy.control.migration.MigrationStatus;
import io.segue.proxy.control.migration.Migrations;
import io.segue.proxy.control.migration.Order;
import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.Outcome;
import io.segue.proxy.control.migration.Progress;
import io.segue.proxy.control.migration.Readiness;
import io.segue.proxy.control.migration.preflight.Check.Verdict;
import io.segue.proxy.control.migration.preflight.Check;
import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.report.ReportSummary;
import io.segue.proxy.control.migration.report.Reports;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.verify.Finding;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Migrations that a test directs. Each command tells one line of progress and answers with the outcome set for it. A slow move waits
 * until it is aborted or the test lets it finish.
 */
public final class FakeMigrations implements Migrations {

    private static final Outcome DONE = new Outcome(Result.DONE, "node_b", "MOVED", "orders is on node_b", "", "");
    private static final Outcome ABORTED =
            new Outcome(Result.FAILED, "node_a", "READY", "the cutover was aborted", "Nothing was moved.", "CUTOVER orders tries again.");

    private final List<MigrationCommand> commands = new ArrayList<>();
    private final List<Terms> terms = new ArrayList<>();
    private final CompletableFuture<Outcome> slowMove = new CompletableFuture<>();
    private Outcome outcome = DONE;
    private boolean slow;
    private boolean abortable = true;

    /** What the next commands come to. */
    public synchronized FakeMigrations answering(Outcome next) {
        outcome = next;
        return this;
    }

    /** From now on a cutover waits for {@link #finish()} or an abort. */
    public synchronized FakeMigrations slow() {
        slow = true;
        return this;
    }

    /** From now on an abort comes too late. */
    public synchronized FakeMigrations pastReturn() {
        abortable = false;
        return this;
    }

    /** The slow move comes to its end. */
    public void finish() {
        slowMove.complete(outcome);
    }

    /** On what terms, in order. */
    public synchronized List<Terms> terms() {
        return List.copyOf(terms);
    }

    /** What was asked for, in order. */
    public synchronized List<MigrationCommand> commands() {
        return List.copyOf(commands);
    }

    @Override
    public List<Finding> verify(String shard, VerifyRequest request, Progress progress) {
        progress.note("reading " + shard);
        return List.of(
                new Finding("write-probe", Finding.Verdict.OK, "committed", ""),
                new Finding("rows", request.tables().isPresent() ? Finding.Verdict.FAILED : Finding.Verdict.WARN, "of " + request, "look into it"));
    }

    @Override
    public Duration guard() {
        // Its nodes have no disks.
        return Duration.ofDays(1);
    }

    @Override
    public Outcome run(Order order, Progress progress) throws InterruptedException {
        record(order);
        return switch (order.command()) {
            case MigrationCommand.Cutover cutover when slow -> {
                progress.note("holding " + cutover.shard());
                yield awaited();
            }
            case MigrationCommand.Abort abort -> abort(abort, progress);
            case MigrationCommand other -> {
                progress.note("working on " + other.shard());
                yield outcome;
            }
        };
    }

    private synchronized void record(Order order) {
        commands.add(order.command());
        terms.add(order.terms());
    }

    private Outcome abort(MigrationCommand.Abort abort, Progress progress) {
        if (!abortable) {
            return new Outcome(Result.REFUSED, "node_b", "PROMOTING", "the point of no return is passed", "", "");
        }
        progress.note("undoing the move of " + abort.shard());
        slowMove.complete(ABORTED);
        return new Outcome(Result.DONE, "node_a", "READY", "undone", "", "");
    }

    private Outcome awaited() throws InterruptedException {
        try {
            return slowMove.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public List<String> plan(Order order) {
        return List.of("hold " + order.shard(), "stop node_a", "promote node_b");
    }

    @Override
    public PreflightReport precheck(String shard, Terms on) {
        Check lag = new Check("target-lag", Verdict.OK, "0 bytes behind", "", false);
        Check clients = on.allow("bypassing-clients")
                ? new Check("bypassing-clients", Verdict.WARN, "1 on node_a", "allowed: they are told 57P01", true)
                : new Check("bypassing-clients", Verdict.REFUSE, "1 on node_a", "SELECT pg_terminate_backend(815)", false);
        return new PreflightReport(List.of(lag, clients), Duration.ofMillis(12), Optional.empty());
    }

    @Override
    public Outcome go(String shard) {
        return shard.equals("orders")
                ? new Outcome(Result.DONE, "node_a", "WARMING", "the move of orders goes on", "", "")
                : new Outcome(Result.REFUSED, "node_a", "READY", "no move is postponed", "", "CUTOVER it POSTPONE");
    }

    @Override
    public Reports reports() {
        return new Reports() {
            @Override
            public List<ReportSummary> list() {
                return List.of(
                        new ReportSummary(12, "orders", "CUTOVER", "ops", "2026-01-31T10:20:30Z", "DONE", "node_b",
                                Optional.of(Duration.ofMillis(84)), Optional.of(Duration.ofMillis(95)), Duration.ZERO, Duration.ZERO,
                                "orders is on node_b"),
                        new ReportSummary(11, "orders", "PREPARE", "", "2026-01-31T10:00:00Z", "DONE", "node_a", Optional.empty(),
                                Optional.empty(), Duration.ZERO, Duration.ZERO, "ready"));
            }

            @Override
            public Optional<String> text(long number) {
                return number == 12 ? Optional.of("Report 12: CUTOVER\nresult  DONE\n") : Optional.empty();
            }

            @Override
            public Optional<String> json(long number) {
                return number == 12 ? Optional.of("{\n  \"report\" : 12\n}\n") : Optional.empty();
            }
        };
    }

    @Override
    public List<MigrationStatus> list() {
        return List.of(new MigrationStatus(
                3, "orders", "node_a", "node_b", "READY", "node_a", false, 2048,
                Instant.parse("2026-01-31T10:20:30.123456Z"), Instant.parse("2026-01-31T10:21:00Z"),
                List.of(new StepTime("HOLDING", 1.25), new StepTime("DRAINING", 12.5)), "", new Readiness(Readiness.State.READY, "", Optional.of(Duration.ofMillis(150)))));
    }
}
