package io.segue.cli.terminal;

import java.util.Optional;

/** Somebody who can be asked. */
public interface Keyboard {

    /** Whether anybody is there; when not, nothing may be asked. */
    boolean attended();

    /**
     * Prints {@code question} and waits for a line.
     *
     * @return empty at the end of input
     */
    Optional<String> ask(String question);

    /** As {@link #ask}, without showing what is typed. */
    Optional<String> askSecret(String question);

    /** A question that is answered no unless the line says {@code y} or {@code yes}. */
    default boolean confirm(String question) {
        String answer = ask(question + " [y/N] ").orElse("").strip();
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }
}
