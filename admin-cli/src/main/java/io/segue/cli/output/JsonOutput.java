package io.segue.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import io.segue.cli.console.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Exactly one JSON document on stdout, also for a failure:
 *
 * <pre>
 *   {"command": "cutover", "exit_code": 0, "result": {"shard": ..., "traffic": ..., ...}}
 *   {"command": "nodes", "exit_code": 0, "nodes": [{...}, ...]}
 *   {"command": "cutover", "exit_code": 25, "error": {"sqlstate": "SG025", "message": ..., "detail": ..., "hint": ...}}
 * </pre>
 */
final class JsonOutput implements Output {

    private final PrintWriter out;
    private final ProgressLines lines;

    JsonOutput(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.lines = new ProgressLines(err);
    }

    @Override
    public void progress(String line) {
        lines.progress(line);
    }

    @Override
    public void ended(String command, ExitCode exitCode, Report report) {
        print(document(command, exitCode, json -> {
            for (Report.Part part : report.parts()) {
                writePart(json, part);
            }
        }));
    }

    /** People who look on are told on stderr as well. */
    @Override
    public void failed(String command, CliException failure) {
        lines.error(failure.getMessage(), failure.detail(), failure.hint());
        print(document(command, failure.exitCode(), json -> {
            json.writeObjectFieldStart("error");
            json.writeStringField("sqlstate", failure.sqlState());
            json.writeStringField("message", failure.getMessage());
            json.writeStringField("detail", failure.detail());
            json.writeStringField("hint", failure.hint());
            json.writeEndObject();
        }));
    }

    private void print(String document) {
        out.println(document);
        out.flush();
    }

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static String document(String command, ExitCode exitCode, Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            json.writeStringField("command", command);
            json.writeNumberField("exit_code", exitCode.number());
            body.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing JSON into memory", impossible);
        }
        return text.toString();
    }

    private static void writePart(JsonGenerator json, Report.Part part) throws IOException {
        json.writeFieldName(part.name());
        switch (part) {
            case Report.Part.Row row -> writeObject(json, row.answer().maps().getFirst());
            case Report.Part.Document document -> json.writeRawValue(document.content());
            case Report.Part.Rows rows -> writeArray(json, rows.answer());
        }
    }

    private static void writeArray(JsonGenerator json, Answer answer) throws IOException {
        json.writeStartArray();
        for (Map<String, Object> row : answer.maps()) {
            writeObject(json, row);
        }
        json.writeEndArray();
    }

    private static void writeObject(JsonGenerator json, Map<String, Object> row) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Object> field : row.entrySet()) {
            json.writeFieldName(field.getKey());
            writeValue(json, field.getValue());
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            case Object other -> json.writeString(other.toString());
        }
    }
}
