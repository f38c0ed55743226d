package io.segue.proxy.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The JSON of the page. */
final class JsonBodies {

    private final JsonFactory factory = new JsonFactory();

    /** {@code {"status":"up","version":"0.1.0","uptime_seconds":12.345}} */
    byte[] health(String version, Duration uptime) throws IOException {
        return written(json -> {
            json.writeStringField("status", "up");
            json.writeStringField("version", version);
            json.writeNumberField("uptime_seconds", uptime.toMillis() / 1e3);
        });
    }

    /** {@code {"ready":false,"shards":[{"shard":"main","ready":false,"reason":"..."}]}} */
    byte[] readiness(boolean ready, List<ShardReadiness> shards) throws IOException {
        return written(json -> {
            json.writeBooleanField("ready", ready);
            json.writeArrayFieldStart("shards");
            for (ShardReadiness shard : shards) {
                json.writeStartObject();
                json.writeStringField("shard", shard.shard());
                json.writeBooleanField("ready", shard.ready());
                json.writeStringField("reason", shard.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private byte[] written(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }
}
