package io.segue.cli.storm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Reads a shard's journal while the proxy writes it: how it knows in which state a migration is without asking anybody. */
final class JournalWatch {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path journal;

    JournalWatch(Path journal) {
        this.journal = journal;
    }

    /** Where the journal ends now; what is written later lies behind it. */
    int mark() throws IOException {
        return content().length;
    }

    /** The state that was entered last behind {@code mark}; empty when none was. */
    Optional<String> lastStateSince(int mark) throws IOException {
        byte[] content = content();
        String fresh = new String(content, Math.min(mark, content.length), Math.max(0, content.length - mark), StandardCharsets.UTF_8);
        String whole = fresh.substring(0, fresh.lastIndexOf('\n') + 1);
        String[] lines = whole.split("\n");
        return Arrays.stream(lines).filter(line -> !line.isBlank()).reduce((first, second) -> second).flatMap(JournalWatch::state);
    }

    private byte[] content() throws IOException {
        try {
            return Files.readAllBytes(journal);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private static Optional<String> state(String line) {
        try (JsonParser json = JSON.createParser(line)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals("state")) {
                    return Optional.of(json.nextTextValue());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
