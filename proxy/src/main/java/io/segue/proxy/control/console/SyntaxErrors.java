package io.segue.proxy.control.console;

import io.segue.proxy.config.schema.Nearest;
import io.segue.proxy.data.console.ConsoleException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is told to somebody who mistyped: SQLSTATE 42601, what was found, and what could be written instead. */
final class SyntaxErrors {

    private static final String SYNTAX_ERROR = "42601";
    /** Longer words are cut short in messages, and are no slips of the finger. */
    private static final int SHOWN_LENGTH = 60;
    private static final String ALL_COMMANDS =
            "Commands: " + Arrays.stream(Verb.values()).map(Verb::name).collect(Collectors.joining(", ")) + ". SHOW HELP explains them.";

    private SyntaxErrors() {}

    static ConsoleException unterminated(String what) {
        return new ConsoleException(SYNTAX_ERROR, "unterminated " + what, "", "Close it and try again.");
    }

    static ConsoleException unknownCommand(String written) {
        return new ConsoleException(
                SYNTAX_ERROR,
                "unknown command " + shown(written),
                "",
                suggestion(written, "", Arrays.stream(Verb.values()).map(Verb::name).toList()) + ALL_COMMANDS);
    }

    static ConsoleException unknownTopic(String written, Collection<String> known) {
        return new ConsoleException(
                SYNTAX_ERROR,
                "nothing to show by the name of " + shown(written),
                "",
                suggestion(written, "SHOW ", known) + "SHOW HELP lists what can be shown.");
    }

    /** @param found empty at the end of the statement */
    static ConsoleException unexpected(String verb, String expected, Optional<Token> found, String syntax) {
        return new ConsoleException(
                SYNTAX_ERROR,
                verb + ": expected " + expected + ", found " + found.map(Token::written).map(SyntaxErrors::shown).orElse("the end"),
                "",
                "Syntax: " + syntax);
    }

    private static String suggestion(String written, String before, Collection<String> known) {
        boolean slip = written.length() <= SHOWN_LENGTH;
        return slip ? Nearest.to(written, known).map(near -> "Did you mean " + before + near + "? ").orElse("") : "";
    }

    private static String shown(String written) {
        return '"' + (written.length() > SHOWN_LENGTH ? written.substring(0, SHOWN_LENGTH) + "..." : written) + '"';
    }
}
