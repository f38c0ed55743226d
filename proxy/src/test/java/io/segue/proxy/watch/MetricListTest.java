package io.segue.proxy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.segue.proxy.watch.ShardFigures.GateState;
import io.segue.proxy.watch.ShardMeters.Step;
import io.segue.proxy.watch.transcript.TranscriptLog;
import io.segue.proxy.watch.transcript.Transcripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is exposed is what {@code notes/metrics.md} says; a change of either is a change of what operators build on. */
class MetricListTest {

    private static final Path LIST = Path.of("notes/metrics.md");
    private static final Path FOUND = Path.of("target/metrics.md");
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");

    /** Appear with the first collection of their kind, which may or may not happen in a test. */
    private static final Pattern AFTER_A_COLLECTION = Pattern.compile("jvm_gc_(pause|concurrent_phase_time).*");

    @Test
    void theListIsComplete() throws IOException {
        String found = document(scrape());
        Files.writeString(FOUND, found);

        assertThat(LIST).as("if the change is meant, copy proxy/%s to proxy/%s", FOUND, LIST).hasContent(found);
    }

    private static String scrape() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (JvmMeters _ = new JvmMeters(registry, new long[0])) {
            Meters meters = new Meters(registry);
            meters.clients(() -> 0);
            meters.handshakesWaiting(() -> 0);
            meters.certificateExpiry("/etc/segue/server.crt", () -> Instant.EPOCH);
            meters.transcripts(new Transcripts(new TranscriptLog(Path.of("target")), Clock.systemUTC()));
            meters.error("40001");
            meters.credentials().register(() -> 0, () -> 0);
            meters.node("node_a", () -> new NodeFigures(0, OptionalLong.empty()));
            ShardFigures figures = new ShardFigures(GateState.OPEN, "node_a", 1, 0, 0, 0, 0, 0, Duration.ZERO);
            ShardMeters shard = meters.shard("main", List.of("node_a", "node_b"), () -> figures, () -> WayBack.NONE);
            meters.pools("main", new PoolViews());
            meters.primaryRefused("main", () -> false);
            shard.moved(MoveResult.DONE, List.of(new Step("promote", Duration.ofMillis(30))));
            return registry.scrape();
        }
    }

    private static String document(String scrape) {
        Map<String, String> help = described(scrape, "HELP");
        Map<String, String> types = described(scrape, "TYPE");
        StringBuilder text = new StringBuilder("# Metrics\n\nWritten by MetricListTest, which compares it with what `/metrics` exposes. Seconds and bytes.\n\n");
        text.append("| name | type | labels | |\n|---|---|---|---|\n");
        help.forEach((name, meaning) -> {
            if (name.startsWith("segue_")) {
                text.append("| `%s` | %s | %s | %s |\n".formatted(name, types.get(name), labels(scrape, name), meaning));
            }
        });
        text.append("\nOf the JVM and the process, under the usual names; `jvm_gc_pause_seconds` and, with some collectors,\n");
        text.append("`jvm_gc_concurrent_phase_time_seconds` appear with the first collection.\n\n");
        help.keySet().stream()
                .filter(name -> !name.startsWith("segue_") && !AFTER_A_COLLECTION.matcher(name).matches())
                .forEach(name -> text.append("- `%s`\n".formatted(name)));
        return text.toString();
    }

    private static Map<String, String> described(String scrape, String keyword) {
        Map<String, String> described = new TreeMap<>();
        for (String line : scrape.lines().filter(line -> line.startsWith("# " + keyword + " ")).toList()) {
            String[] words = line.split(" ", 4);
            described.put(words[2], words[3]);
        }
        return described;
    }

    private static String labels(String scrape, String name) {
        return scrape.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + "_count{"))
                .flatMap(line -> LABEL.matcher(line).results().map(match -> match.group(1)))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
