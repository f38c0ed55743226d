package io.segue.cli.storm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** The rounds as one JSON document, for programs. */
final class StormReport {

    private StormReport() {}

    static String json(long seed, List<Round> rounds) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            json.writeNumberField("seed", seed);
            json.writeNumberField("runs", rounds.size());
            json.writeNumberField("hit", rounds.stream().filter(Round::hit).count());
            json.writeNumberField("broken", rounds.stream().filter(round -> !round.kept()).count());
            json.writeNumberField("acknowledged", rounds.stream().mapToLong(Round::acknowledged).sum());
            json.writeArrayFieldStart("rounds");
            for (Round round : rounds) {
                round(json, round);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing JSON into memory", impossible);
        }
        return text.append('\n').toString();
    }

    private static void round(JsonGenerator json, Round round) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", round.number());
        json.writeStringField("verb", round.verb());
        json.writeStringField("fault", round.fault().label());
        json.writeStringField("state", round.instant().state());
        json.writeNumberField("delay_ms", round.instant().delayMillis());
        json.writeNumberField("lasts_ms", round.instant().lastsMillis());
        json.writeBooleanField("hit", round.hit());
        json.writeNumberField("exit_code", round.exitCode());
        json.writeNumberField("serving_ms", round.servingMillis());
        json.writeStringField("rest", round.rest());
        json.writeNumberField("acknowledged", round.acknowledged());
        json.writeNumberField("client_errors", round.clientErrors());
        strings(json, "first_errors", round.firstErrors());
        strings(json, "broken", round.broken());
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String name, List<String> strings) throws IOException {
        json.writeArrayFieldStart(name);
        for (String each : strings) {
            json.writeString(each);
        }
        json.writeEndArray();
    }
}
