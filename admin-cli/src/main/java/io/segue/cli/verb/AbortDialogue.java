package io.segue.cli.verb;

import io.segue.cli.outcome.CliException;
import io.segue.cli.terminal.Keyboard;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * What Ctrl-C means while something is under way: the first asks whether to abort it, a second one leaves it alone and ends this program.
 * Where nobody can be asked, or nothing can be aborted, the first one leaves: a move is not aborted without a word.
 *
 * <p>Each Ctrl-C comes on a thread of its own; the thread that waits for the answer looks at {@link #left()}.
 */
final class AbortDialogue {

    private enum State {
        WATCHING,
        ASKING,
        ABORTING,
        LEFT
    }

    /** Sends the abort to the proxy. */
    @FunctionalInterface
    interface Abort {
        void send() throws CliException;
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WATCHING);
    private final Undertaking undertaking;
    private final Keyboard keyboard;
    private final Consumer<String> say;
    private final Abort abort;

    AbortDialogue(Undertaking undertaking, Keyboard keyboard, Consumer<String> say, Abort abort) {
        this.undertaking = undertaking;
        this.keyboard = keyboard;
        this.say = say;
        this.abort = abort;
    }

    /** Ctrl-C was pressed. */
    void interrupted() {
        boolean canAsk = keyboard.attended() && undertaking.undo().isPresent();
        if (canAsk && state.compareAndSet(State.WATCHING, State.ASKING)) {
            ask();
        } else {
            state.set(State.LEFT);
        }
    }

    private void ask() {
        boolean yes = keyboard.confirm("\nabort " + undertaking.what() + "?");
        if (!state.compareAndSet(State.ASKING, yes ? State.ABORTING : State.WATCHING)) {
            return;
        }
        if (yes) {
            abort();
        } else {
            say.accept(undertaking.what() + " goes on");
        }
    }

    /** The time is up: the same as Ctrl-C and yes. */
    void timeout() {
        if (undertaking.undo().isEmpty()) {
            state.set(State.LEFT);
        } else if (state.getAndSet(State.ABORTING) != State.ABORTING) {
            abort();
        }
    }

    private void abort() {
        say.accept("aborting; waiting for what comes of it");
        try {
            abort.send();
        } catch (CliException failure) {
            String instead = "segue " + undertaking.undo().orElse("status") + " " + undertaking.shard();
            say.accept("the abort could not be sent: " + failure.getMessage() + "; try: " + instead);
        }
    }

    /** Whether the operator wants to leave without waiting any longer. */
    boolean left() {
        return state.get() == State.LEFT;
    }
}
