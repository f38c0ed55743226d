package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.control.migration.MigrationStatus;
import io.segue.proxy.control.migration.Migrations;
import io.segue.proxy.control.migration.Order;
import io.segue.proxy.control.migration.Outcome;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.data.console.Console.Column;
import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.ConsoleException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * PREPARE, CUTOVER, SWITCHBACK, CLEANUP and ABORT: runs the command, tells its progress, and waits for its outcome.
 *
 * <p>A cancel request (Ctrl-C) in a move aborts it, and the outcome is still waited for: only it says where the traffic is. When the
 * client is gone the move goes on without it.
 */
final class MoveOperation implements Operation {

    /** The one row of a command that succeeded. {@code traffic}: the node that has the traffic now. */
    private record Line(String shard, Optional<Long> migration, Outcome outcome) {}

    private static final List<Table.Field<Line>> FIELDS = List.of(
            text("shard", Line::shard),
            bigint("migration", Line::migration),
            text("state", line -> line.outcome().state()),
            text("traffic", line -> line.outcome().traffic()),
            text("message", line -> line.outcome().message()));

    private final Order order;
    private final Migrations migrations;
    private final ThreadFactory threads;

    MoveOperation(Order order, Migrations migrations, ThreadFactory threads) {
        this.order = order;
        this.migrations = migrations;
        this.threads = threads;
    }

    /** GO: returns at once; the one who began the move hears what comes of it. */
    static Operation go(String shard, Migrations migrations) {
        return new Table<>(
                List.of(text("shard", _ -> shard), text("state", Outcome::state), text("traffic", Outcome::traffic), text("message", Outcome::message)),
                () -> {
                    Outcome outcome = migrations.go(shard);
                    if (outcome.result() != Outcome.Result.DONE) {
                        throw failure(outcome);
                    }
                    return List.of(outcome);
                });
    }

    @Override
    public List<Column> columns() {
        return new Table<>(FIELDS, List::of).columns();
    }

    @Override
    public List<List<String>> run(Console.Client client) throws ConsoleException, InterruptedException {
        Outcome outcome = outcome(client);
        return switch (outcome.result()) {
            case DONE -> new Table<>(FIELDS, () -> List.of(new Line(order.shard(), id(), outcome))).run(client);
            case FAILED, INCOMPLETE, REFUSED -> throw failure(outcome);
        };
    }

    private Outcome outcome(Console.Client client) throws InterruptedException {
        RunningMove move = RunningMove.start(migrations, new Order(order.command(), order.terms().by(client.user())), client, threads);
        while (true) {
            try {
                return move.await();
            } catch (InterruptedException interrupted) {
                if (!client.connected() || !abortable()) {
                    throw interrupted;
                }
                abort(client);
            }
        }
    }

    private boolean abortable() {
        return switch (order.command()) {
            case MigrationCommand.Prepare _, MigrationCommand.Cutover _, MigrationCommand.Switchback _ -> true;
            case MigrationCommand.Cleanup _, MigrationCommand.Abort _ -> false;
        };
    }

    /** Says what came of the abort and goes back to waiting: after the point of no return a move can only be finished. */
    private void abort(Console.Client client) throws InterruptedException {
        client.notice("NOTICE", "abort requested");
        Outcome outcome = migrations.run(
                new Order(new MigrationCommand.Abort(order.shard()), Terms.NONE.by(client.user())), line -> client.notice("NOTICE", line));
        if (outcome.result() != Outcome.Result.DONE) {
            client.notice("WARNING", "the abort did not succeed: " + outcome.message());
        }
    }

    private Optional<Long> id() {
        return migrations.list().stream()
                .filter(status -> status.shard().equals(order.shard()))
                .map(MigrationStatus::id)
                .findFirst();
    }

    private static ConsoleException failure(Outcome outcome) {
        String where = "The traffic is on " + outcome.traffic() + "; the migration is in state " + outcome.state() + ".";
        String detail = outcome.detail().isEmpty() ? where : outcome.detail() + " " + where;
        return new ConsoleException(ConsoleStates.of(outcome.result()), outcome.message(), detail, outcome.hint());
    }
}
