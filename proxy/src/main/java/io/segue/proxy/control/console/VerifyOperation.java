package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.control.migration.Migrations;
import io.segue.proxy.control.migration.verify.Finding;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.Console.Column;
import io.segue.proxy.data.console.ConsoleException;
import java.util.List;

/**
 * VERIFY. Takes as long as the tables are large; a cancel request ends it, and the next one goes on there.
 *
 * <p>{@code verdict}: ok, warn (not or not wholly checked) or failed. {@code advice}: what to do, NULL when it is ok.
 */
final class VerifyOperation implements Operation {

    private static final List<Table.Field<Finding>> FIELDS = List.of(
            text("check", Finding::check),
            text("verdict", finding -> finding.verdict().label()),
            text("finding", Finding::finding),
            text("advice", finding -> Texts.orNull(finding.advice())));

    private final Migrations migrations;
    private final String shard;
    private final VerifyRequest request;

    VerifyOperation(Migrations migrations, String shard, VerifyRequest request) {
        this.migrations = migrations;
        this.shard = shard;
        this.request = request;
    }

    @Override
    public List<Column> columns() {
        return new Table<>(FIELDS, List::of).columns();
    }

    @Override
    public List<List<String>> run(Console.Client client) throws ConsoleException, InterruptedException {
        List<Finding> findings = migrations.verify(shard, request, line -> client.notice("NOTICE", line));
        return new Table<>(FIELDS, () -> findings).run(client);
    }
}
