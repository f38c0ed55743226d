package io.segue.proxy.control.migration;

import io.segue.proxy.route.Shard;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a node of a shard that takes writes is not believed to be its primary, as the last proof has found it. Any thread. */
final class Disbeliefs {

    private static final Logger LOG = LoggerFactory.getLogger(PrimaryProof.class);

    private final Map<String, String> texts = new ConcurrentHashMap<>();
    /** By shard and by the first word, which says what kind of line it is. */
    private final Map<String, Map<String, String>> lastLines = new ConcurrentHashMap<>();

    /**
     * @param text for people who look at the shard
     * @param line for the log
     */
    void raise(Shard shard, String text, String line) {
        texts.put(shard.name(), text);
        say(shard, line);
    }

    /** A search asks many times in a second: what it finds is said when it changes. */
    void say(Shard shard, String line) {
        Map<String, String> said = lastLines.computeIfAbsent(shard.name(), _ -> new ConcurrentHashMap<>());
        if (!line.equals(said.put(line.substring(0, line.indexOf(' ')), line))) {
            LOG.error("{}", line);
        }
    }

    /** No node takes writes without being believed. */
    void clear(Shard shard) {
        texts.remove(shard.name());
    }

    /** A node is believed: what comes after is news. */
    void proved(Shard shard) {
        clear(shard);
        lastLines.remove(shard.name());
    }

    Optional<String> text(Shard shard) {
        return Optional.ofNullable(texts.get(shard.name()));
    }
}
