package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.text;
import static io.segue.proxy.control.console.Table.truth;

import io.segue.proxy.control.migration.Migrations;
import io.segue.proxy.control.migration.preflight.Check;
import io.segue.proxy.control.migration.step.Terms;
import java.util.List;

/**
 * PRECHECK.
 *
 * <p>{@code verdict}: ok, warn or refuse. {@code advice}: what mends it, NULL when it is ok. {@code allowed}: whether it would refuse, were
 * it not allowed.
 */
final class PrecheckTable {

    private PrecheckTable() {}

    static Operation of(Migrations migrations, String shard, Terms terms) {
        return new Table<>(
                List.of(
                        text("check", Check::name),
                        text("verdict", check -> check.verdict().label()),
                        text("finding", Check::finding),
                        text("advice", check -> Texts.orNull(check.advice())),
                        truth("allowed", Check::allowed)),
                () -> migrations.precheck(shard, terms).checks());
    }
}
