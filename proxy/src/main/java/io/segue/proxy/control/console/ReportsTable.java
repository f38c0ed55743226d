package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.number;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.control.console.Command.ShowReport.Form;
import io.segue.proxy.control.migration.Migrations;
import io.segue.proxy.control.migration.report.ReportSummary;
import io.segue.proxy.control.migration.report.Reports;
import io.segue.proxy.data.console.ConsoleException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * SHOW REPORTS and SHOW REPORT.
 *
 * <p>{@code by}: the role that asked, NULL when the proxy itself went on with interrupted work. {@code pause_ms}: how long the hold lasted,
 * NULL when nobody was held. {@code predicted_ms}: what was predicted right before.
 */
final class ReportsTable {

    private static final double NANOS_PER_MILLISECOND = 1e6;

    private ReportsTable() {}

    static Operation all(Migrations migrations) {
        return new Table<>(
                List.of(
                        bigint("id", ReportSummary::number),
                        text("shard", ReportSummary::shard),
                        text("command", ReportSummary::command),
                        text("by", report -> Texts.orNull(report.by())),
                        text("began", ReportSummary::began),
                        text("result", ReportSummary::result),
                        text("traffic", ReportSummary::traffic),
                        number("pause_ms", report -> milliseconds(report.pause())),
                        number("predicted_ms", report -> milliseconds(report.predicted())),
                        text("message", ReportSummary::message)),
                () -> migrations.reports().list());
    }

    private static Optional<Double> milliseconds(Optional<Duration> duration) {
        return duration.map(it -> it.toNanos() / NANOS_PER_MILLISECOND);
    }

    /** One line of the text per row; the JSON document as a whole in one. */
    static Operation one(Migrations migrations, Optional<String> which, Form form) {
        return new Table<>(List.of(text("report", line -> line)), () -> lines(migrations.reports(), which, form));
    }

    private static List<String> lines(Reports reports, Optional<String> which, Form form) throws ConsoleException {
        long id = id(reports, which);
        Optional<List<String>> found =
                switch (form) {
                    case TEXT -> reports.text(id).map(text -> text.lines().toList());
                    case JSON -> reports.json(id).map(List::of);
                };
        return found.orElseThrow(() -> noSuch("report " + id));
    }

    private static long id(Reports reports, Optional<String> which) throws ConsoleException {
        if (which.isPresent() && which.get().matches("\\d{1,18}")) {
            return Long.parseLong(which.get());
        }
        return reports.last(which)
                .map(ReportSummary::number)
                .orElseThrow(() -> noSuch(which.map(shard -> "report of a shard " + shard).orElse("report yet")));
    }

    private static ConsoleException noSuch(String what) {
        return ConsoleStates.refused("there is no " + what, "SHOW REPORTS lists them.");
    }
}
