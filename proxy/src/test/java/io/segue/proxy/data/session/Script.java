package io.segue.proxy.data.session;

import io.segue.protocol.transcript.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation to be played, in the lines of a transcript.
 *
 * <pre>
 *   C: Sync                       the client says it
 *   S: ReadyForQuery idle         the client hears it; * stands for any field, ... for all that follow
 *   S+: ParameterStatus ...       the client hears one or more of these
 *   P: Sync                       the proxy says it to the server: expected there
 *   B: ReadyForQuery idle         the server says it
 *   C2: ... S2: ... P2: ... B2:   the same on a second connection
 *   &#64; S closes                   the client finds its connection closed; C, P and B alike
 *   &#64; hold, &#64; held, &#64; release   the gate is closed, a session waits at it, the gate is opened
 *   # comment
 * </pre>
 *
 * <p>A script with {@code P} and {@code B} is played in front of a server that follows it; one without in front of a real one. Where a secret is
 * struck out the player puts in the right one.
 */
record Script(String name, List<Step> steps) {

    private static final Pattern SAYING = Pattern.compile("([CSPB])(\\d?)(\\+?): (.*)");
    private static final Pattern ACTION = Pattern.compile("@ (?:(hold|held|release)|([CSPB])(\\d?) closes)");
    private static final Pattern LOG_NOTE = Pattern.compile("^\\S+Z \\S+ #.*");
    private static final Pattern LOG_PREFIX = Pattern.compile("^\\S+Z \\S+ (?=[CS]: )");

    /** Something that happens. */
    sealed interface Step {

        int number();
    }

    /** @param many whether more of the same may follow */
    record Saying(int number, Party party, int connection, boolean many, Line line) implements Step {}

    record Closing(int number, Party party, int connection) implements Step {}

    record Gate(int number, String what) implements Step {}

    /** Who says it, or closes. */
    enum Party {
        CLIENT,
        SEGUE_TO_CLIENT,
        SEGUE_TO_SERVER,
        SERVER;

        static Party of(String letter) {
            return switch (letter) {
                case "C" -> CLIENT;
                case "S" -> SEGUE_TO_CLIENT;
                case "P" -> SEGUE_TO_SERVER;
                default -> SERVER;
            };
        }

        private String origin() {
            return this == CLIENT || this == SEGUE_TO_SERVER ? "C: " : "S: ";
        }
    }

    static Script read(String name) {
        try (InputStream file = Script.class.getResourceAsStream("scripts/" + name)) {
            return parse(name, new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param lines of a file, or of a log of one conversation */
    static Script parse(String name, List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = LOG_PREFIX.matcher(lines.get(i)).replaceFirst("");
            if (!line.isBlank() && !line.startsWith("#") && !LOG_NOTE.matcher(line).matches()) {
                steps.add(step(i + 1, line));
            }
        }
        return new Script(name, steps);
    }

    private static Step step(int number, String line) {
        Matcher action = ACTION.matcher(line);
        if (action.matches()) {
            return action.group(1) != null
                    ? new Gate(number, action.group(1))
                    : new Closing(number, Party.of(action.group(2)), connection(action.group(3)));
        }
        Matcher saying = SAYING.matcher(line);
        if (!saying.matches()) {
            throw new IllegalArgumentException("line " + number + " is none: " + line);
        }
        Party party = Party.of(saying.group(1));
        return new Saying(
                number, party, connection(saying.group(2)), !saying.group(3).isEmpty(), Line.parse(party.origin() + saying.group(4)));
    }

    private static int connection(String digit) {
        return digit.isEmpty() ? 1 : Integer.parseInt(digit);
    }

    @Override
    public String toString() {
        return name;
    }
}
