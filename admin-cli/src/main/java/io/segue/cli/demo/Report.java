package io.segue.cli.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.segue.cli.measure.Floor;
import io.segue.cli.measure.Move;
import io.segue.cli.measure.Pauses;
import io.segue.cli.measure.Silence;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalDouble;

/** The figures as one JSON document, for programs. Times are in milliseconds; what could not be measured is null. */
final class Report {

    private static final double HUNDREDTHS = 100;

    private Report() {}

    static String json(Figures figures, Verdict verdict) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            json.writeBooleanField("kept", verdict.kept());
            counts(json, figures);
            pauses(json, figures);
            moves(json, figures.moves());
            promises(json, verdict);
            setup(json, figures.setup());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing JSON into memory", impossible);
        }
        return text.append('\n').toString();
    }

    private static void counts(JsonGenerator json, Figures figures) throws IOException {
        json.writeNumberField("client_errors", figures.clientErrors());
        json.writeNumberField("acknowledged", figures.acknowledged());
        json.writeNumberField("lost", figures.lost());
        json.writeNumberField("doubled", figures.doubled());
        json.writeNumberField("resurrected", figures.audit().resurrected().size());
        json.writeNumberField("unknown", figures.audit().unknown());
        json.writeNumberField("stale_reads", figures.book().staleReads());
        json.writeNumberField("ledger_rows", figures.audit().acknowledged());
        json.writeNumberField("pgbench_transactions", figures.pgbench().processed());
        json.writeArrayFieldStart("first_errors");
        for (String error : figures.firstErrors()) {
            json.writeString(error);
        }
        json.writeEndArray();
    }

    private static void pauses(JsonGenerator json, Figures figures) throws IOException {
        Pauses pauses = figures.pauses();
        json.writeObjectFieldStart("pause_ms");
        json.writeNumberField("count", pauses.count());
        json.writeNumberField("p50", rounded(pauses.p50()));
        json.writeNumberField("p99", rounded(pauses.p99()));
        json.writeNumberField("max", rounded(pauses.max()));
        json.writeNumberField("outside", rounded(pauses.outside()));
        json.writeEndObject();
        json.writeNumberField("longest_read_ms", rounded(figures.reads().longest()));
        json.writeNumberField("longest_read_in_moves_ms", rounded(figures.reads().inMoves()));
        json.writeNumberField("longest_read_outside_ms", rounded(figures.reads().outside()));
        if (figures.idleCost().isPresent()) {
            IdleCost cost = figures.idleCost().get();
            json.writeObjectFieldStart("idle");
            json.writeNumberField("sessions", cost.sessions());
            json.writeNumberField("silence_ms_without", rounded(cost.without()));
            json.writeNumberField("silence_ms_with", rounded(cost.with()));
            json.writeNumberField("ratio", rounded(cost.ratio()));
            json.writeEndObject();
        }
        optional(json, "floor_ms", figures.floor().stream().mapToDouble(Floor.Times::median).findFirst());
        optional(json, "ratio", figures.ratio());
    }

    private static void moves(JsonGenerator json, List<Move> moves) throws IOException {
        json.writeArrayFieldStart("moves");
        for (Move move : moves) {
            json.writeStartObject();
            json.writeStringField("name", move.name());
            json.writeStringField("outcome", move.outcome());
            json.writeNumberField("tries", move.tries());
            json.writeNumberField("exit_code", move.exitCode());
            json.writeNumberField("total_ms", rounded(move.totalMilliseconds()));
            optional(json, "silence_ms", move.silence().stream().mapToDouble(Silence::milliseconds).findFirst());
            json.writeArrayFieldStart("phases");
            for (Move.Phase phase : move.phases()) {
                json.writeStartObject();
                json.writeStringField("step", phase.step());
                json.writeNumberField("ms", rounded(phase.milliseconds()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void promises(JsonGenerator json, Verdict verdict) throws IOException {
        json.writeArrayFieldStart("promises");
        for (Verdict.Promise promise : verdict.promises()) {
            json.writeStartObject();
            json.writeStringField("promise", promise.text());
            json.writeBooleanField("kept", promise.kept());
            json.writeStringField("found", promise.found());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void setup(JsonGenerator json, Setup setup) throws IOException {
        json.writeObjectFieldStart("setup");
        json.writeStringField("started", setup.started().toString());
        json.writeBooleanField("quick", setup.quick());
        json.writeStringField("postgres", setup.postgres());
        json.writeStringField("java", setup.java());
        json.writeNumberField("cores", setup.cores());
        json.writeNumberField("clients", setup.clients());
        json.writeNumberField("scale", setup.scale());
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String field, OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(field, rounded(value.getAsDouble()));
        } else {
            json.writeNullField(field);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }
}
