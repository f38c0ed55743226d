package io.segue.proxy.control.migration.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.node.Lsn;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one entry. Members it does not know are passed over; one that is missing is an error. */
final class EntryReader {

    private final Map<String, String> members = new HashMap<>();
    private final Map<String, Map<String, Optional<String>>> oldSettings = new HashMap<>();
    private final Set<String> allowed = new HashSet<>();

    private EntryReader() {}

    static JournalEntry read(JsonParser parser) throws IOException {
        EntryReader reader = new EntryReader();
        try (parser) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                reader.member(parser.currentName(), parser);
            }
        }
        try {
            return reader.entry();
        } catch (RuntimeException e) {
            throw new IOException("a member cannot be understood: " + e.getMessage(), e);
        }
    }

    private void member(String name, JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (name.equals("old_settings")) {
            readOldSettings(parser);
        } else if (name.equals("allowed")) {
            readAllowed(parser);
        } else if (token.isStructStart()) {
            parser.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
            members.put(name, parser.getText());
        }
    }

    private void readAllowed(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            allowed.add(parser.getText());
        }
    }

    private void readOldSettings(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String node = parser.currentName();
            Map<String, Optional<String>> settings = new HashMap<>();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String setting = parser.currentName();
                settings.put(
                        setting, parser.nextToken() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(parser.getText()));
            }
            oldSettings.put(node, settings);
        }
    }

    private JournalEntry entry() {
        Plan plan = new Plan(
                text("shard"), text("source"), text("target"), Plan.Direction.valueOf(text("direction").toUpperCase(Locale.ROOT)));
        Facts facts = new Facts(
                oldSettings,
                Boolean.parseBoolean(text("stop_intended")),
                Integer.parseInt(text("timeline")),
                Optional.ofNullable(members.get("stopped_at")).map(Lsn::parse),
                allowed);
        return new JournalEntry(
                Long.parseLong(text("entry")),
                Instant.parse(text("at")),
                Long.parseLong(text("migration")),
                Instant.parse(text("started_at")),
                MigrationState.labelled(text("state"), plan),
                facts,
                text("why"));
    }

    private String text(String name) {
        String value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
