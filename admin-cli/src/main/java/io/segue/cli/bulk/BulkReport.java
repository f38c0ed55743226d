package io.segue.cli.bulk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** What was measured as one JSON document, for programs. */
final class BulkReport {

    private static final double THOUSANDTHS = 1_000;

    private BulkReport() {}

    static String json(List<Passage> passages, Optional<Crowd> crowd) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            json.writeNumberField("flat_bytes", Rule.FLAT_BYTES);
            json.writeNumberField("slow_reader_bytes", Rule.SLOW_READER_BYTES);
            json.writeArrayFieldStart("loads");
            for (Passage passage : passages) {
                passage(json, passage);
            }
            json.writeEndArray();
            if (crowd.isPresent()) {
                crowd(json, crowd.get());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing JSON into memory", impossible);
        }
        return text.append('\n').toString();
    }

    private static void passage(JsonGenerator json, Passage passage) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", passage.load().name());
        json.writeNumberField("bytes", passage.load().bytes());
        json.writeNumberField("direct_mb_per_s", rounded(passage.directMegabytesPerSecond()));
        json.writeNumberField("mb_per_s", rounded(passage.megabytesPerSecond()));
        json.writeNumberField("ratio", rounded(passage.ratio()));
        json.writeNumberField("cpu_s_per_gb", rounded(passage.cpuSecondsPerGigabyte()));
        memory(json, passage.memory());
        json.writeBooleanField("flat", passage.isFlat());
        json.writeEndObject();
    }

    private static void crowd(JsonGenerator json, Crowd crowd) throws IOException {
        json.writeObjectFieldStart("slow_readers");
        json.writeNumberField("clients", crowd.readers());
        json.writeNumberField("bytes_each", crowd.bytesEach());
        json.writeNumberField("p99_ms_without", rounded(crowd.alone().query99()));
        json.writeNumberField("p99_ms_beside", rounded(crowd.beside().query99()));
        json.writeNumberField("failures_beside", crowd.beside().failures());
        memory(json, crowd.memory());
        json.writeBooleanField("unharmed", crowd.isUnharmed());
        json.writeEndObject();
    }

    private static void memory(JsonGenerator json, MemoryWatch.Seen seen) throws IOException {
        memory(json, "before", seen.before());
        memory(json, "highest", seen.highest());
        memory(json, "after", seen.after());
    }

    private static void memory(JsonGenerator json, String when, Memory memory) throws IOException {
        json.writeObjectFieldStart(when);
        json.writeNumberField("heap", memory.heap());
        json.writeNumberField("direct", memory.direct());
        json.writeNumberField("resident", memory.resident());
        json.writeEndObject();
    }

    private static double rounded(double value) {
        return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
    }
}
