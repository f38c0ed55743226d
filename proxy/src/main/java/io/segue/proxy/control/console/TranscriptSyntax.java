package io.segue.proxy.control.console;

import io.segue.proxy.data.console.ConsoleException;
import io.segue.proxy.watch.transcript.Subject;
import java.time.Duration;
import java.util.Optional;

/** {@code TRANSCRIPT ON FOR ...} and {@code TRANSCRIPT OFF}. Pure. */
final class TranscriptSyntax {

    private static final Verb VERB = Verb.TRANSCRIPT;

    private TranscriptSyntax() {}

    static Command parse(TokenCursor rest) throws ConsoleException {
        if (rest.accept("OFF")) {
            rest.end(VERB);
            return new Command.TranscriptOff();
        }
        rest.expect(VERB, "ON");
        rest.expect(VERB, "FOR");
        Subject subject = subject(rest);
        Optional<Duration> limit = Optional.empty();
        if (rest.accept("FOR")) {
            limit = Optional.of(TimeLimit.OF_TRANSCRIPT.parse(rest.text(VERB, "a duration such as '5min'")));
        }
        Optional<Long> lines = Optional.empty();
        if (rest.accept("LIMIT")) {
            lines = Optional.of(number(rest, "a number of lines"));
            rest.expect(VERB, "LINES");
        }
        boolean values = !rest.accept("WITHOUT");
        if (!values) {
            rest.expect(VERB, "VALUES");
        }
        rest.end(VERB);
        return new Command.TranscriptOn(subject, limit, lines, values);
    }

    private static Subject subject(TokenCursor rest) throws ConsoleException {
        if (rest.accept("CLIENT")) {
            return new Subject.Client(number(rest, "the id of a client as in SHOW CLIENTS"));
        }
        if (rest.accept("USER")) {
            return new Subject.User(rest.name(VERB, "role"));
        }
        rest.expect(VERB, "DATABASE");
        return new Subject.Database(rest.name(VERB, "database"));
    }

    private static long number(TokenCursor rest, String what) throws ConsoleException {
        Optional<Token> next = rest.peek();
        String text = rest.text(VERB, what);
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw SyntaxErrors.unexpected(VERB.name(), what, next, VERB.syntax());
        }
        return Long.parseLong(text);
    }
}
