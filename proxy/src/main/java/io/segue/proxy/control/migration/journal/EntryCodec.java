package io.segue.proxy.control.migration.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.node.Lsn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An entry as one line of JSON whose last member is the CRC-32C of all bytes before it. No line break inside: JSON escapes those.
 */
final class EntryCodec {

    private static final String CHECKSUM_HEAD = ",\"crc32c\":\"";
    private static final String CHECKSUM_TAIL = "\"}";
    private static final int CHECKSUM_LENGTH = CHECKSUM_HEAD.length() + 8 + CHECKSUM_TAIL.length();

    private static final JsonFactory JSON = new JsonFactory();

    private EntryCodec() {}

    /** The line without its line break. */
    static byte[] encode(JournalEntry entry) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            write(json, entry);
            json.writeEndObject();
        }
        byte[] object = line.toByteArray();
        int body = object.length - 1;
        byte[] checksum = checksumOf(object, body);
        byte[] checked = Arrays.copyOf(object, body + checksum.length);
        System.arraycopy(checksum, 0, checked, body, checksum.length);
        return checked;
    }

    private static void write(JsonGenerator json, JournalEntry entry) throws IOException {
        Plan plan = entry.state().plan();
        json.writeNumberField("entry", entry.number());
        json.writeStringField("at", entry.at().toString());
        json.writeNumberField("migration", entry.migration());
        json.writeStringField("started_at", entry.startedAt().toString());
        json.writeStringField("state", entry.state().label());
        json.writeStringField("shard", plan.shard());
        json.writeStringField("source", plan.source());
        json.writeStringField("target", plan.target());
        json.writeStringField("direction", plan.direction().name().toLowerCase(Locale.ROOT));
        json.writeStringField("slot", plan.slot());
        json.writeStringField("way_back_slot", plan.wayBackSlot());
        write(json, entry.facts());
        json.writeStringField("why", entry.why());
    }

    private static void write(JsonGenerator json, Facts facts) throws IOException {
        json.writeBooleanField("stop_intended", facts.stopIntended());
        json.writeNumberField("timeline", facts.timeline());
        json.writeStringField("stopped_at", facts.stoppedAt().map(Lsn::toString).orElse(null));
        json.writeArrayFieldStart("allowed");
        for (String finding : facts.allowed()) {
            json.writeString(finding);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("old_settings");
        for (Map.Entry<String, Map<String, Optional<String>>> ofNode : facts.oldSettings().entrySet()) {
            json.writeObjectFieldStart(ofNode.getKey());
            for (Map.Entry<String, Optional<String>> setting : ofNode.getValue().entrySet()) {
                json.writeStringField(setting.getKey(), setting.getValue().orElse(null));
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /**
     * @param line without its line break
     * @throws IOException when the checksum does not fit, or the line says something this version does not know
     */
    static JournalEntry decode(byte[] line) throws IOException {
        int body = line.length - CHECKSUM_LENGTH;
        if (body < 0 || !Arrays.equals(checksumOf(line, body), Arrays.copyOfRange(line, body, line.length))) {
            throw new IOException("its checksum does not fit");
        }
        return EntryReader.read(JSON.createParser(line));
    }

    private static byte[] checksumOf(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (CHECKSUM_HEAD + "%08x".formatted(checksum.getValue()) + CHECKSUM_TAIL).getBytes(StandardCharsets.US_ASCII);
    }
}
