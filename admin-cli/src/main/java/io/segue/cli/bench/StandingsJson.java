package io.segue.cli.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The standings as a list of rows, for programs. What a workload does not measure is null. */
final class StandingsJson {

    private static final double HUNDREDTHS = 100;

    private StandingsJson() {}

    /** @param contests each with the endpoint that is the base of the ratios first */
    static String of(List<List<Standing>> contests) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartArray();
            for (List<Standing> contest : contests) {
                for (Standing standing : contest) {
                    row(json, standing, contest.getFirst());
                }
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing JSON into memory", impossible);
        }
        return text.append('\n').toString();
    }

    private static void row(JsonGenerator json, Standing standing, Standing base) throws IOException {
        json.writeStartObject();
        json.writeStringField("workload", standing.workload());
        json.writeNumberField("clients", standing.clients());
        json.writeStringField("endpoint", standing.endpoint());
        number(json, "tps", standing, Sample::tps);
        number(json, "ratio", standing.speed() / base.speed());
        number(json, "p50_us", standing, Sample::p50Micros);
        number(json, "p99_us", standing, Sample::p99Micros);
        number(json, "cpu_us_per_tx", standing, Sample::cpuMicrosPerTransaction);
        number(json, "alloc_b_per_tx", standing, Sample::allocatedBytesPerTransaction);
        number(json, "user_share", standing, Sample::userShare);
        number(json, "mb_per_s", standing, Sample::megabytesPerSecond);
        number(json, "cpu_s_per_gb", standing, Sample::cpuSecondsPerGigabyte);
        number(json, "rss_mb", standing, Sample::residentMegabytes);
        number(json, "spread", standing.spread());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String field, Standing standing, ToDoubleFunction<Sample> figure) throws IOException {
        number(json, field, standing.median(figure));
    }

    private static void number(JsonGenerator json, String field, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, Math.round(value * HUNDREDTHS) / HUNDREDTHS);
        }
    }
}
