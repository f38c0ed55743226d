package io.segue.proxy.control.migration.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads of a report's JSON what a list of reports shows. */
final class SummaryReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> STOP = Set.of("STOPPING", "PROVING");
    private static final Set<String> PROMOTION = Set.of("PROMOTING", "ROUTING");

    private final Map<String, String> members = new HashMap<>();
    private final Map<String, String> predicted = new HashMap<>();
    private Duration stop = Duration.ZERO;
    private Duration promotion = Duration.ZERO;

    private SummaryReader() {}

    /** @throws IOException when it is no report */
    static ReportSummary read(String text) throws IOException {
        SummaryReader reader = new SummaryReader();
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                reader.member(parser.currentName(), parser);
            }
            return reader.summary();
        } catch (RuntimeException e) {
            throw new IOException("a member cannot be understood: " + e.getMessage(), e);
        }
    }

    private void member(String name, JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (name.equals("phases")) {
            phases(parser);
        } else if (name.equals("predicted") && token == JsonToken.START_OBJECT) {
            scalars(parser, predicted);
        } else if (token.isStructStart()) {
            parser.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
            members.put(name, parser.getText());
        }
    }

    private static void scalars(JsonParser parser, Map<String, String> into) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            into.put(name, parser.getText());
        }
    }

    private void phases(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> phase = new HashMap<>();
            scalars(parser, phase);
            Duration took = milliseconds(phase.get("ms"));
            if (STOP.contains(phase.get("phase"))) {
                stop = stop.plus(took);
            } else if (PROMOTION.contains(phase.get("phase"))) {
                promotion = promotion.plus(took);
            }
        }
    }

    private ReportSummary summary() {
        return new ReportSummary(
                Long.parseLong(members.get("report")),
                members.get("shard"),
                members.get("command"),
                members.get("by"),
                members.get("began"),
                members.get("result"),
                members.get("traffic"),
                Optional.ofNullable(members.get("pause_ms")).map(SummaryReader::milliseconds),
                Optional.ofNullable(predicted.get("pause_ms")).map(SummaryReader::milliseconds),
                stop,
                promotion,
                members.get("message"));
    }

    private static Duration milliseconds(String number) {
        return Duration.ofNanos(Math.round(Double.parseDouble(number) * 1e6));
    }
}
