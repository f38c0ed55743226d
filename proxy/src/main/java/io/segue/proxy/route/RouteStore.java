package io.segue.proxy.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The route of each shard as it was last made known, and the lineage its primary then had; one small file per shard in the state directory.
 * A memory, not the truth: whoever loads a route asks the node before it sends anything there, and does not believe one that is older than
 * this memory.
 *
 * <p>Any thread; two threads must not store the route of one shard at the same time.
 */
public final class RouteStore {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path directory;

    /** @param directory exists, and is written by this proxy alone */
    public RouteStore(Path directory) {
        this.directory = directory;
    }

    /**
     * The last stored route; empty when none was stored, or its node is not one of the shard's any more.
     *
     * @throws IOException when there is a file and it cannot be understood
     */
    public Optional<Route> load(Shard shard) throws IOException {
        return content(shard).flatMap(it -> shard.node(it.node()).map(node -> new Route(node, it.epoch())));
    }

    /**
     * What the primary wrote when it was last proved, whichever node that was; empty when nothing was stored, or by a version that did not
     * keep it yet.
     *
     * @throws IOException when there is a file and it cannot be understood
     */
    public Optional<Lineage> lineage(Shard shard) throws IOException {
        return content(shard).flatMap(Content::primary);
    }

    private record Content(String node, long epoch, Optional<Lineage> primary) {}

    private Optional<Content> content(Shard shard) throws IOException {
        Path file = file(shard);
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try (JsonParser json = JSON.createParser(content)) {
            return Optional.of(read(json));
        } catch (IOException e) {
            throw new IOException(
                    "route file " + file + " cannot be understood: " + e.getMessage() + "; move it away, the nodes will be asked", e);
        }
    }

    private static Content read(JsonParser json) throws IOException {
        String node = null;
        long epoch = 0;
        String system = "";
        int timeline = 0;
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String member = json.currentName();
            json.nextToken();
            switch (member) {
                case "node" -> node = json.getText();
                case "epoch" -> epoch = json.getLongValue();
                case "system_identifier" -> system = json.getText();
                case "timeline" -> timeline = json.getIntValue();
                default -> json.skipChildren();
            }
        }
        if (node == null || epoch < 1) {
            throw new IOException("it has no node or no epoch");
        }
        if (system.isEmpty() != timeline < 1) {
            throw new IOException("it has only one of system_identifier and timeline");
        }
        return new Content(node, epoch, system.isEmpty() ? Optional.empty() : Optional.of(new Lineage(system, timeline)));
    }

    /**
     * Stores {@code route}: when this returns it survives a crash; after an exception the old one or the new one is there, whole.
     *
     * @param primary what the route's node writes
     */
    public void store(Shard shard, Route route, Lineage primary) throws IOException {
        Path file = file(shard);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(encode(shard, route, primary));
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
            parent.force(true);
        }
    }

    private static byte[] encode(Shard shard, Route route, Lineage primary) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(content)) {
            json.writeStartObject();
            json.writeStringField("shard", shard.name());
            json.writeStringField("node", route.node().name());
            json.writeNumberField("epoch", route.epoch());
            json.writeStringField("system_identifier", primary.systemIdentifier());
            json.writeNumberField("timeline", primary.timeline());
            json.writeEndObject();
        }
        content.write('\n');
        return content.toByteArray();
    }

    /** Where the shard's route is kept, for people; there may be none yet. */
    public Path file(Shard shard) {
        return directory.resolve(URLEncoder.encode(shard.name(), StandardCharsets.UTF_8) + ".route");
    }
}
