package io.segue.proxy.control.migration.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.segue.proxy.control.migration.preflight.Check;
import io.segue.proxy.control.migration.preflight.PredictedPause;
import io.segue.proxy.control.migration.step.Evidence;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.watch.HoldResult;
import io.segue.proxy.watch.TrafficTally;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A report for programs. Every member is always there; what is not known is null. Times in milliseconds, sizes in bytes. */
final class ReportJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final MoveReport report;
    private final JsonGenerator json;

    private ReportJson(MoveReport report, JsonGenerator json) {
        this.report = report;
        this.json = json;
    }

    static String of(MoveReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            new ReportJson(report, json).write();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing JSON into memory", impossible);
        }
        return text + "\n";
    }

    private void write() throws IOException {
        json.writeStartObject();
        attempt();
        ending();
        milliseconds("pause_ms", report.pause());
        json.writeNumberField("holds", report.evidence().holds().size());
        json.writeNumberField("commits_in_doubt", report.commitsInDoubt());
        predicted();
        preflight();
        phases();
        held();
        sessions();
        evidence();
        strings("hooks", report.hooks());
        json.writeEndObject();
    }

    private void attempt() throws IOException {
        MoveReport.Attempt attempt = report.attempt();
        json.writeNumberField("report", report.number());
        json.writeNumberField("migration", attempt.migration());
        json.writeStringField("shard", attempt.shard());
        json.writeStringField("command", attempt.command());
        json.writeStringField("by", attempt.by());
        json.writeStringField("source", attempt.source());
        json.writeStringField("target", attempt.target());
        strings("allowed", attempt.allowed());
        json.writeStringField("began", attempt.began().toString());
    }

    private void ending() throws IOException {
        MoveReport.Ending ending = report.ending();
        json.writeStringField("ended", ending.at().toString());
        milliseconds("ms", Optional.of(report.took()));
        json.writeStringField("result", ending.result());
        json.writeStringField("state", ending.state());
        json.writeStringField("traffic", ending.traffic());
        json.writeStringField("message", ending.message());
        json.writeStringField("detail", ending.detail());
        json.writeStringField("hint", ending.hint());
    }

    private void predicted() throws IOException {
        Optional<PredictedPause> predicted = report.preflight().prediction();
        if (predicted.isEmpty()) {
            json.writeNullField("predicted");
            return;
        }
        PredictedPause pause = predicted.get();
        json.writeObjectFieldStart("predicted");
        milliseconds("pause_ms", Optional.of(pause.total()));
        milliseconds("drain_ms", Optional.of(pause.drain()));
        milliseconds("replay_ms", Optional.of(pause.replay()));
        milliseconds("stop_ms", Optional.of(pause.stop()));
        milliseconds("promotion_ms", Optional.of(pause.promotion()));
        milliseconds("login_ms", Optional.of(pause.login()));
        json.writeStringField("basis", pause.basis());
        json.writeEndObject();
    }

    private void preflight() throws IOException {
        json.writeObjectFieldStart("preflight");
        json.writeNumberField("checks", report.preflight().checks().size());
        milliseconds("ms", Optional.of(report.preflight().took()));
        json.writeArrayFieldStart("findings");
        for (Check check : report.preflight().checks()) {
            if (check.verdict() != Check.Verdict.OK) {
                json.writeStartObject();
                json.writeStringField("check", check.name());
                json.writeStringField("verdict", check.verdict().label());
                json.writeStringField("finding", check.finding());
                json.writeStringField("advice", check.advice());
                json.writeBooleanField("allowed", check.allowed());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void phases() throws IOException {
        json.writeArrayFieldStart("phases");
        for (MoveReport.Phase phase : report.phases()) {
            json.writeStartObject();
            json.writeStringField("phase", phase.state());
            milliseconds("ms", Optional.of(phase.took()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void held() throws IOException {
        TrafficTally tally = report.tally();
        json.writeObjectFieldStart("held");
        for (HoldResult result : HoldResult.values()) {
            json.writeNumberField(result.name().toLowerCase(Locale.ROOT), tally.held(result));
        }
        json.writeArrayFieldStart("waits");
        for (int i = 0; i < tally.waits().size(); i++) {
            json.writeStartObject();
            if (i < TrafficTally.LIMITS.size()) {
                json.writeNumberField("up_to_ms", TrafficTally.LIMITS.get(i).toMillis());
            } else {
                json.writeNullField("up_to_ms");
            }
            json.writeNumberField("count", tally.waits().get(i));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void sessions() throws IOException {
        Evidence evidence = report.evidence();
        json.writeObjectFieldStart("sessions");
        number("at_release", evidence.gateAtRelease().map(gate -> (long) gate.sessions()));
        number("waiting_at_release", evidence.gateAtRelease().map(gate -> (long) gate.waiting()));
        number("warm", evidence.warmth().map(warmth -> (long) warmth.warm()));
        number("cold", evidence.warmth().map(warmth -> (long) warmth.cold()));
        strings("ended_by_policy", evidence.warmth().map(warmth -> (Collection<String>) warmth.ending()).orElse(List.of()));
        strings("unmovable", evidence.warmth().map(warmth -> (Collection<String>) warmth.unmovable()).orElse(List.of()));
        json.writeObjectFieldStart("told");
        for (Map.Entry<String, Long> error : report.tally().told().entrySet()) {
            json.writeNumberField(error.getKey(), error.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void evidence() throws IOException {
        Evidence evidence = report.evidence();
        json.writeObjectFieldStart("evidence");
        lsn("checkpoint", evidence.checkpoint());
        lsn("replayed", evidence.replayed());
        lsn("fork", evidence.parting().flatMap(Evidence.Parting::fork));
        lsn("wal_end", evidence.parting().flatMap(Evidence.Parting::walEnd));
        Optional<Long> past = evidence.parting().flatMap(it -> it.bytesPastFork().stream().boxed().findFirst());
        number("wal_past_fork_bytes", past);
        number("timeline_before", Optional.of((long) evidence.timelineBefore()).filter(it -> it > 0));
        number("timeline_after", evidence.parting().map(it -> (long) it.newTimeline()));
        strings("remarks", evidence.remarks());
        json.writeEndObject();
    }

    private void lsn(String name, Optional<Lsn> position) throws IOException {
        json.writeStringField(name, position.map(Lsn::toString).orElse(null));
    }

    private void number(String name, Optional<Long> value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.get());
        } else {
            json.writeNullField(name);
        }
    }

    private void milliseconds(String name, Optional<Duration> duration) throws IOException {
        if (duration.isPresent()) {
            json.writeNumberField(name, Math.round(duration.get().toNanos() / NANOS_PER_MILLISECOND * 1_000) / 1_000.0);
        } else {
            json.writeNullField(name);
        }
    }

    private void strings(String name, Collection<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
