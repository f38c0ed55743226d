package io.segue.proxy.control.migration.report;

import java.time.Duration;
import java.util.Optional;

/**
 * One report at a glance.
 *
 * @param pause empty when nobody was held
 * @param predicted empty when nothing was predicted
 */
public record ReportSummary(
        long number,
        String shard,
        String command,
        String by,
        String began,
        String result,
        String traffic,
        Optional<Duration> pause,
        Optional<Duration> predicted,
        Duration stop,
        Duration promotion,
        String message) {}
