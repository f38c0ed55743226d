package io.segue.cli.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** The terminal the command line was started from, if it was started from one. Questions go to stderr: stdout belongs to the answer. */
public final class SystemKeyboard implements Keyboard {

    private final Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    private final PrintWriter err;

    public SystemKeyboard(PrintWriter err) {
        this.err = err;
    }

    @Override
    public boolean attended() {
        return console.isPresent();
    }

    @Override
    public Optional<String> ask(String question) {
        print(question);
        return console.map(Console::readLine);
    }

    @Override
    public Optional<String> askSecret(String question) {
        print(question);
        return console.map(Console::readPassword).map(String::new);
    }

    private void print(String question) {
        err.print(question);
        err.flush();
    }
}
