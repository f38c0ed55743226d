package io.segue.cli.measure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code segue steps SHARD --format json} answers: {@code {"steps": [{"step": "...", "ms": 1.2, ...}, ...], ...}}. */
public final class StepsAnswer {

    private StepsAnswer() {}

    public static List<Move.Phase> parse(String json) throws StageException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            return steps(parser);
        } catch (IOException e) {
            throw new StageException("`segue steps --format json` is not JSON", e);
        }
    }

    private static List<Move.Phase> steps(JsonParser parser) throws IOException, StageException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("steps")) {
                return rows(parser);
            }
            parser.skipChildren();
        }
        throw new StageException("`segue steps --format json` has no field \"steps\"");
    }

    private static List<Move.Phase> rows(JsonParser parser) throws IOException {
        List<Move.Phase> phases = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            phases.add(row(parser));
        }
        return phases;
    }

    private static Move.Phase row(JsonParser parser) throws IOException {
        String step = "";
        double milliseconds = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "step" -> step = parser.getText();
                case "ms" -> milliseconds = parser.getDoubleValue();
                default -> parser.skipChildren();
            }
        }
        return new Move.Phase(step, milliseconds);
    }
}
