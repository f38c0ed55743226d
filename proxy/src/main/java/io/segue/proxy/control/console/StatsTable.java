package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.watch.Flow;
import io.segue.proxy.watch.Flows;
import java.util.List;
import java.util.Map;

/**
 * SHOW STATS and SHOW STATS_TOTALS, for those who watch PgBouncer: counted since the start of the proxy, in the same columns. Times are NULL,
 * because nobody looks at the clock for each message; waits in a hold are among the metrics.
 */
final class StatsTable {

    private StatsTable() {}

    static Operation stats(Flows flows) {
        return new Table<>(
                List.of(
                        text("database", Map.Entry<String, Flow>::getKey),
                        bigint("total_xact_count", row -> row.getValue().transactions()),
                        bigint("total_query_count", row -> row.getValue().queries()),
                        bigint("total_received", row -> row.getValue().receivedBytes()),
                        bigint("total_sent", row -> row.getValue().sentBytes()),
                        bigint("total_xact_time", _ -> null),
                        bigint("total_query_time", _ -> null),
                        bigint("total_wait_time", _ -> null)),
                () -> List.copyOf(flows.byDatabase().entrySet()));
    }

    static Operation totals(Flows flows) {
        return new Table<>(
                List.of(
                        text("database", Map.Entry<String, Flow>::getKey),
                        bigint("xact_count", row -> row.getValue().transactions()),
                        bigint("query_count", row -> row.getValue().queries()),
                        bigint("bytes_received", row -> row.getValue().receivedBytes()),
                        bigint("bytes_sent", row -> row.getValue().sentBytes()),
                        bigint("xact_time", _ -> null),
                        bigint("query_time", _ -> null),
                        bigint("wait_time", _ -> null)),
                () -> List.copyOf(flows.byDatabase().entrySet()));
    }
}
