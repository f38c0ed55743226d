package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.Sync;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** A server's session that takes in what a {@link Replay} tells it: settings, prepared statements, and what becomes of them. */
final class ModelLink {

    private static final String SET = "SELECT pg_catalog.set_config($1, $2, false)";

    private final Set<String> settingsOfParses;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, Prepared> statements = new LinkedHashMap<>();

    /** @param under settings that mattered when it was prepared */
    record Prepared(String text, Map<String, String> under) {}

    /** All that it knows. */
    record Knowledge(Map<String, String> settings, Map<String, Prepared> statements) {}

    /** @param settingsOfParses names of those that matter when a statement is prepared */
    ModelLink(Set<String> settingsOfParses) {
        this.settingsOfParses = settingsOfParses;
    }

    Knowledge knowledge() {
        return new Knowledge(Map.copyOf(settings), Map.copyOf(statements));
    }

    /**
     * Takes in everything but those parts that may fail and are chosen to.
     *
     * @return the numbers of the parts refused
     */
    Set<Integer> told(Replay replay, IntPredicate refuses) {
        ByteBuf bytes = Unpooled.buffer();
        replay.encode(bytes);
        Set<Integer> refused = new HashSet<>();
        int part = 0;
        boolean refusing = !replay.isVital(part) && refuses.test(part);
        while (bytes.isReadable()) {
            FrontendMessage message = FrontendMessage.decode(bytes.readByte(), bytes.readSlice(bytes.readInt() - Integer.BYTES));
            hear(message, refusing);
            if (message instanceof Sync || message instanceof Query) {
                if (refusing) {
                    refused.add(part);
                }
                part++;
                refusing = part < replay.parts() && !replay.isVital(part) && refuses.test(part);
            }
        }
        return refused;
    }

    private void hear(FrontendMessage message, boolean refusing) {
        switch (message) {
            case Query(String query) -> query(query, refusing);
            case Parse(String name, String text, var _) -> parse(name, text, refusing);
            case Close(var _, String name) -> statements.remove(name);
            case Bind bind when SET.equals(statements.get(bind.statement()).text()) -> set(bind.values());
            case Execute _, Sync _ -> { }
            default -> throw new IllegalStateException("a replay never says " + message);
        }
    }

    private void query(String query, boolean refusing) {
        statements.remove("");
        if (query.equals("DISCARD ALL")) {
            settings.clear();
            statements.clear();
        } else if (query.startsWith("SET ") || query.startsWith("RESET ")) {
            List.of(query.split("; ")).forEach(this::command);
        } else if (!refusing) {
            statements.put(query.substring("PREPARE ".length()), prepared(query));
        }
    }

    private void parse(String name, String text, boolean refusing) {
        if (name.isEmpty()) {
            statements.remove(name);
        }
        if (!refusing && statements.putIfAbsent(name, prepared(text)) != null) {
            throw new IllegalStateException("prepared statement " + name + " exists");
        }
    }

    private Prepared prepared(String text) {
        Map<String, String> under = new LinkedHashMap<>(settings);
        under.keySet().retainAll(settingsOfParses);
        return new Prepared(text, under);
    }

    private void command(String command) {
        String[] words = command.split(" ");
        switch (words[0]) {
            case "RESET" -> settings.remove(words[1]);
            case "SET" -> set(words[1], words[3].substring(1, words[3].length() - 1));
            default -> throw new IllegalStateException("a replay never says " + command);
        }
    }

    private void set(List<byte[]> values) {
        set(new String(values.getFirst(), UTF_8), new String(values.getLast(), UTF_8));
    }

    /** A login gives no role. */
    private void set(String name, String value) {
        if (name.equals("role") && value.equals("none")) {
            settings.remove(name);
        } else {
            settings.put(name, value);
        }
    }
}
