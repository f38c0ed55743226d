package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import io.segue.proxy.data.session.SessionState.Assignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a link is told before it serves a session. Settings come first and in one part: if one of them fails, the session cannot move. Then
 * each statement in a part of its own: one that no longer parses (its table was dropped) fails when it is used, as it would on the
 * old link.
 *
 * @param beginning what the link is made to forget before
 * @param assignments in this order
 * @param sqlStatements texts of PREPARE commands
 * @param parses the unnamed one last, because every other would replace it
 */
public record Replay(Beginning beginning, List<Assignment> assignments, List<byte[]> sqlStatements, List<ParsedStatement> parses) {

    /** A link that was told nothing yet. */
    static final Replay NOTHING = new Replay(new Beginning.AsItIs(), List.of(), List.of(), List.of());

    private static final String SET = "SELECT pg_catalog.set_config($1, $2, false)";

    /** How a link that was told something before is made ready to be told more. */
    sealed interface Beginning {

        /** It forgets nothing. */
        record AsItIs() implements Beginning {}

        /** These settings change, and it forgets these prepared statements. */
        record Changed(SettingsDifference settings, List<String> statements) implements Beginning {}

        /** It becomes as it was after its login. */
        record Anew() implements Beginning {}
    }

    /** All of it, for a new link. */
    static Replay all(List<Assignment> assignments, List<byte[]> sqlStatements, List<ParsedStatement> parses) {
        return new Replay(new Beginning.AsItIs(), assignments, sqlStatements, parses);
    }

    /** The same with one more setting, if it has none of that name. */
    Replay with(String name, String value) {
        byte[] bytes = name.getBytes(UTF_8);
        if (assignments.stream().anyMatch(each -> Arrays.equals(each.name(), bytes))) {
            return this;
        }
        List<Assignment> more = new ArrayList<>(assignments);
        more.addFirst(new Assignment(bytes, value.getBytes(UTF_8)));
        return new Replay(beginning, more, sqlStatements, parses);
    }

    /** The same without the unnamed statement. */
    Replay withoutUnnamed() {
        return parses.isEmpty() || !parses.getLast().isUnnamed()
                ? this
                : new Replay(beginning, assignments, sqlStatements, parses.subList(0, parses.size() - 1));
    }

    /** What is left to tell a link that was told {@code told}. */
    Replay after(Replay told) {
        if (told == this) {
            return NOTHING;
        }
        if (told.isEmpty()) {
            return this;
        }
        Optional<SettingsDifference> settings = isPreparedAs(told) ? SettingsDifference.between(told.assignments, assignments) : Optional.empty();
        return settings.map(difference -> after(told, difference))
                .orElseGet(() -> new Replay(new Beginning.Anew(), assignments, sqlStatements, parses));
    }

    /** Changing a setting ends the unnamed statement, as every simple query does. */
    private Replay after(Replay told, SettingsDifference settings) {
        List<ParsedStatement> known = settings.isNone() ? told.parses : told.withoutUnnamed().parses;
        if (settings.isNone() && parses.equals(known)) {
            return NOTHING;
        }
        List<String> gone = missing(known, parses).stream().map(ParsedStatement::name).toList();
        boolean changes = !gone.isEmpty() || !settings.isNone();
        return new Replay(
                changes ? new Beginning.Changed(settings, gone) : new Beginning.AsItIs(), List.of(), List.of(), missing(parses, known));
    }

    /** Those that {@code others} has not. */
    private static List<ParsedStatement> missing(List<ParsedStatement> all, List<ParsedStatement> others) {
        return all.equals(others) ? List.of() : all.stream().filter(each -> !others.contains(each)).toList();
    }

    /**
     * What a link knows that was told {@code difference} to know this.
     *
     * @param refused numbers of the parts of {@code difference} that failed: a standby may not have their tables yet, or have been busy
     */
    Replay knownAfter(Replay difference, Set<Integer> refused) {
        Set<byte[]> refusedTexts = elements(difference.sqlStatements, difference.firstText(), refused);
        Set<ParsedStatement> refusedParses = elements(difference.parses, difference.firstParse(), refused);
        return all(
                assignments,
                sqlStatements.stream().filter(each -> !refusedTexts.contains(each)).toList(),
                parses.stream().filter(each -> !refusedParses.contains(each)).toList());
    }

    boolean isEmpty() {
        return parts() == 0;
    }

    /** How many ReadyForQuery the answer has. */
    int parts() {
        return firstParse() + parses.size();
    }

    /** Whether a failure of that part means that the session cannot be served by the link. */
    boolean isVital(int part) {
        return part < firstPart() || part == firstPart() && !assignments.isEmpty();
    }

    void encode(ByteBuf out) {
        forget(out);
        if (!assignments.isEmpty()) {
            new Parse("", SET, List.of()).encode(out);
            for (Assignment each : assignments) {
                new Bind("", "", List.of(), List.of(each.name(), each.value()), List.of()).encode(out);
                new Execute("", 0).encode(out);
            }
            new Close(Target.STATEMENT, "").encode(out);
            new Sync().encode(out);
        }
        for (byte[] sql : sqlStatements) {
            message(out, FrontendType.QUERY, sql, 1);
        }
        for (ParsedStatement parse : parses) {
            message(out, FrontendType.PARSE, parse.body(), 0);
            new Sync().encode(out);
        }
    }

    private void forget(ByteBuf out) {
        switch (beginning) {
            case Beginning.AsItIs() -> { }
            case Beginning.Changed(SettingsDifference settings, List<String> statements) -> {
                if (!statements.isEmpty()) {
                    statements.forEach(name -> close(out, ParsedStatement.bytesOf(name)));
                    new Sync().encode(out);
                }
                if (!settings.isNone()) {
                    new Query(settings.sql()).encode(out);
                }
            }
            case Beginning.Anew() -> new Query("DISCARD ALL").encode(out);
        }
    }

    private static void close(ByteBuf out, byte[] name) {
        out.writeByte(FrontendType.CLOSE).writeInt(Integer.BYTES + 1 + name.length + 1).writeByte('S').writeBytes(name).writeByte(0);
    }

    private int firstText() {
        return firstPart() + (assignments.isEmpty() ? 0 : 1);
    }

    private int firstParse() {
        return firstText() + sqlStatements.size();
    }

    /** Those whose parts are named; arrays are told apart by what they are, not by what they hold. */
    private static <T> Set<T> elements(List<T> all, int firstPart, Set<Integer> parts) {
        Set<T> named = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < all.size(); i++) {
            if (parts.contains(firstPart + i)) {
                named.add(all.get(i));
            }
        }
        return named;
    }

    private int firstPart() {
        return switch (beginning) {
            case Beginning.AsItIs() -> 0;
            case Beginning.Changed(SettingsDifference settings, List<String> statements) -> (statements.isEmpty() ? 0 : 1) + (settings.isNone() ? 0 : 1);
            case Beginning.Anew() -> 1;
        };
    }

    /** Whether the commands that prepare statements are the same: else all is told again. */
    private boolean isPreparedAs(Replay told) {
        return Arrays.deepEquals(sqlStatements.toArray(), told.sqlStatements.toArray());
    }

    private static void message(ByteBuf out, byte type, byte[] body, int zeros) {
        out.writeByte(type).writeInt(Integer.BYTES + body.length + zeros).writeBytes(body).writeZero(zeros);
    }

    /** For people: what is told, without values. */
    @Override
    public String toString() {
        return assignments.stream().map(each -> new String(each.name(), UTF_8)).toList()
                + " and " + (sqlStatements.size() + parses.size()) + " statements";
    }
}
