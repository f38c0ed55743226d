package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Opens a session.
 *
 * <pre>Int32 length | Int32 version | { String name | String value }* | Byte1 0</pre>
 *
 * @param parameters in the order sent; of a name sent twice the last value, which is also what the server goes by
 */
public record StartupMessage(ProtocolVersion version, Map<String, String> parameters) implements StartupPacket {

    private static final String PROTOCOL_OPTION_PREFIX = "_pq_.";
    private static final int MAJOR = 3;

    public StartupMessage {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        if (parameters.getOrDefault("user", "").isEmpty()) {
            throw new IllegalArgumentException("a StartupMessage needs a user");
        }
    }

    /** The role that wants in; never empty. */
    public String user() {
        return parameters.get("user");
    }

    /** The database asked for; without one, as in the server, that of the user's name. */
    public String database() {
        String database = parameters.getOrDefault("database", "");
        return database.isEmpty() ? user() : database;
    }

    /** Names of the protocol options asked for, {@code _pq_.} included: for NegotiateProtocolVersion. */
    public List<String> protocolOptions() {
        return parameters.keySet().stream().filter(name -> name.startsWith(PROTOCOL_OPTION_PREFIX)).toList();
    }

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.beginUntyped(out);
        out.writeInt(version.code());
        parameters.forEach((name, value) -> {
            MessageWriter.anyString(out, name);
            MessageWriter.anyString(out, value);
        });
        out.writeByte(0);
        MessageWriter.end(out, start);
    }

    /** What {@code replication} says, in any of the ways in which a boolean can be spelled (bool.c). */
    public Replication replication() {
        String value = parameters.getOrDefault("replication", "off");
        return value.equals("database") ? Replication.LOGICAL : bool(value) ? Replication.PHYSICAL : Replication.NONE;
    }

    /** Whether a session talks to a walsender. */
    public enum Replication {
        NONE,
        PHYSICAL,
        /** In a database, where SQL works, too. */
        LOGICAL
    }

    private static boolean bool(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        if (isBegunBy("true", word) || isBegunBy("yes", word) || word.equals("on") || word.equals("1")) {
            return true;
        }
        if (isBegunBy("false", word) || isBegunBy("no", word) || word.equals("off") || word.equals("of") || word.equals("0")) {
            return false;
        }
        throw new ProtocolViolationException(
                SqlState.INVALID_PARAMETER_VALUE, "invalid value for parameter \"replication\": \"%s\"".formatted(value));
    }

    private static boolean isBegunBy(String whole, String word) {
        return !word.isEmpty() && whole.startsWith(word);
    }

    static StartupMessage decode(ProtocolVersion version, MessageReader reader) {
        if (version.major() != MAJOR) {
            throw version.unsupported();
        }
        Map<String, String> parameters = decodeParameters(reader);
        refuseWhatTheServerWouldRefuse(parameters);
        return new StartupMessage(version, parameters);
    }

    /** In its order: a bad value is found while the parameters are read, a missing user afterwards. */
    private static void refuseWhatTheServerWouldRefuse(Map<String, String> parameters) {
        String replication = parameters.getOrDefault("replication", "off");
        if (!replication.equals("database")) {
            bool(replication);
        }
        if (parameters.getOrDefault("user", "").isEmpty()) {
            throw new ProtocolViolationException(SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "no PostgreSQL user name specified in startup packet");
        }
    }

    private static Map<String, String> decodeParameters(MessageReader reader) {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (reader.hasString()) {
            String name = reader.anyString();
            if (name.isEmpty()) {
                if (!reader.isAtEnd()) {
                    break;
                }
                return parameters;
            }
            if (!reader.hasString()) {
                break;
            }
            parameters.put(name, reader.anyString());
        }
        throw MessageReader.violation("invalid startup packet layout: expected terminator as last byte");
    }
}
