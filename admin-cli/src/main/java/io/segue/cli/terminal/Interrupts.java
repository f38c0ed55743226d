package io.segue.cli.terminal;

import org.jline.utils.Signals;

/** Ctrl-C. */
@FunctionalInterface
public interface Interrupts {

    /**
     * From now on Ctrl-C runs {@code reaction}, each time on a thread of its own, instead of ending the program.
     *
     * @return ends that
     */
    Registration onInterrupt(Runnable reaction);

    /** Closed, Ctrl-C is what it was before. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** The signal SIGINT of this process. */
    static Interrupts ofProcess() {
        return reaction -> {
            Object previous = Signals.register("INT", reaction);
            return () -> Signals.unregister("INT", previous);
        };
    }
}
