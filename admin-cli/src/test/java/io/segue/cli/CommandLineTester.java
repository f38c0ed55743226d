package io.segue.cli;

import io.segue.cli.terminal.Interrupts;
import io.segue.cli.terminal.Keyboard;
import io.segue.cli.verb.Environment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** Runs the command line inside the test: its words are caught, its questions answered by the test, Ctrl-C is a method. */
final class CommandLineTester {

    private final List<String> before = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeKeyboard keyboard = new FakeKeyboard();
    private final Deque<Runnable> reactions = new LinkedBlockingDeque<>();
    private Map<String, String> variables = Map.of();

    /** What came of one run. */
    record Run(int exitCode, String out, String err) {}

    CommandLineTester(int port) {
        before.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port), "--user", "admin"));
    }

    /** Without options of its own. */
    CommandLineTester(Map<String, String> environmentVariables) {
        variables = environmentVariables;
    }

    /** Somebody sits at the terminal and will give these answers, in order. */
    CommandLineTester attended(String... answers) {
        keyboard.attended = true;
        keyboard.answers.addAll(Arrays.asList(answers));
        return this;
    }

    void answer(String line) {
        keyboard.answers.add(line);
    }

    Run run(String... arguments) {
        List<String> all = new ArrayList<>(before);
        all.addAll(List.of(arguments));
        Interrupts interrupts = reaction -> {
            reactions.push(reaction);
            return () -> reactions.remove(reaction);
        };
        Environment environment = new Environment(
                variables, "nobody", new PrintWriter(out, true), new PrintWriter(err, true), keyboard, interrupts);
        int exitCode = Main.commandLine(environment).execute(all.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }

    FutureTask<Run> start(String... arguments) {
        FutureTask<Run> task = new FutureTask<>(() -> run(arguments));
        Thread.ofVirtual().start(task);
        return task;
    }

    /** Comes on a thread of its own, as a signal does. */
    void ctrlC() {
        Thread.ofVirtual().start(reactions.getFirst());
    }

    String errSoFar() {
        return err.toString();
    }

    private final class FakeKeyboard implements Keyboard {

        private final LinkedBlockingDeque<String> answers = new LinkedBlockingDeque<>();
        private volatile boolean attended;

        @Override
        public boolean attended() {
            return attended;
        }

        @Override
        public Optional<String> ask(String question) {
            err.append(question).append('\n');
            try {
                return Optional.ofNullable(answers.poll(60, TimeUnit.SECONDS));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public Optional<String> askSecret(String question) {
            return ask(question);
        }
    }
}
