package io.segue.proxy.control.migration.report;

import java.util.List;
import java.util.Optional;

/** The reports that are kept, for those who read them. Safe from any thread; reads files. */
public interface Reports {

    /** Newest first. */
    List<ReportSummary> list();

    /** For people. Empty when there is no report of that number, or it cannot be read. */
    Optional<String> text(long number);

    /** For programs. */
    Optional<String> json(long number);

    /** Of a shard, or of any. */
    default Optional<ReportSummary> last(Optional<String> shard) {
        return list().stream().filter(report -> shard.isEmpty() || report.shard().equals(shard.get())).findFirst();
    }
}
