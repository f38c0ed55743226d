package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.number;
import static io.segue.proxy.control.console.Table.text;
import static io.segue.proxy.control.console.Table.time;
import static io.segue.proxy.control.console.Table.truth;

import io.segue.proxy.control.migration.MigrationStatus;
import io.segue.proxy.control.migration.MigrationStatus.StepTime;
import io.segue.proxy.control.migration.Migrations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SHOW MIGRATIONS and SHOW STEPS.
 *
 * <p>{@code traffic}: the node that has the traffic. {@code past_return}: whether the present move can only be finished.
 * {@code lag_bytes}: how far the other node is behind, NULL when not known. {@code message}: what it waits for, or why it failed.
 * {@code readiness}: whether the node without traffic could take it over now: ready and for how long writes
 * would wait, or what is missing; NULL when none stands by.
 * {@code number}: the order of the steps; {@code ms}: how many milliseconds the step took, or has taken so far.
 */
final class MigrationsTable {

    private static final long LAG_UNKNOWN = -1;

    private record Step(MigrationStatus migration, int number, StepTime time) {}

    private MigrationsTable() {}

    static Operation migrations(Migrations migrations) {
        return new Table<>(
                List.of(
                        bigint("id", MigrationStatus::id),
                        text("shard", MigrationStatus::shard),
                        text("source", MigrationStatus::source),
                        text("target", MigrationStatus::target),
                        text("state", MigrationStatus::state),
                        text("traffic", MigrationStatus::traffic),
                        truth("past_return", MigrationStatus::pointOfNoReturnPassed),
                        bigint("lag_bytes", MigrationsTable::lag),
                        time("started_at", MigrationStatus::startedAt),
                        time("updated_at", MigrationStatus::updatedAt),
                        text("message", migration -> Texts.orNull(migration.message())),
                        text("readiness", migration -> Texts.orNull(migration.readiness().toString()))),
                migrations::list);
    }

    /** @param shard empty: of every shard */
    static Operation steps(Migrations migrations, Optional<String> shard) {
        return new Table<>(
                List.of(
                        bigint("id", step -> step.migration().id()),
                        text("shard", step -> step.migration().shard()),
                        bigint("number", Step::number),
                        text("step", step -> step.time().step()),
                        number("ms", step -> step.time().milliseconds())),
                () -> migrations.list().stream()
                        .filter(migration -> shard.isEmpty() || shard.get().equals(migration.shard()))
                        .flatMap(migration -> steps(migration).stream())
                        .toList());
    }

    private static List<Step> steps(MigrationStatus migration) {
        List<Step> steps = new ArrayList<>();
        for (StepTime time : migration.steps()) {
            steps.add(new Step(migration, steps.size() + 1, time));
        }
        return steps;
    }

    private static Optional<Long> lag(MigrationStatus migration) {
        return Optional.of(migration.lagBytes()).filter(bytes -> bytes != LAG_UNKNOWN);
    }
}
