package io.segue.cli.measure;

import io.segue.cli.stage.CommandLine;
import java.util.List;
import java.util.Optional;

/**
 * One move as it was commanded and as it was felt.
 *
 * @param name the verb: cutover or switchback
 * @param exitCode of the command
 * @param fromMicros when the command was given, in microseconds since the epoch
 * @param toMicros when it had ended
 * @param phases what Segue says each step took
 * @param silence what the writers saw of it; empty before that is known
 */
public record Move(String name, int exitCode, long fromMicros, long toMicros, List<Phase> phases, Optional<Silence> silence) {

    private static final double MICROS_PER_MILLI = 1_000;

    /** One step of a move. */
    public record Phase(String step, double milliseconds) {}

    public Move {
        phases = List.copyOf(phases);
    }

    public Move felt(Optional<Silence> seen) {
        return new Move(name, exitCode, fromMicros, toMicros, phases, seen);
    }

    /** From the command to its end, most of it with the traffic flowing. */
    public double totalMilliseconds() {
        return (toMicros - fromMicros) / MICROS_PER_MILLI;
    }

    /** What the exit code says, in the words of {@code segue --help}. */
    public String outcome() {
        return switch (exitCode) {
            case 0 -> "done";
            case 18 -> "failed, traffic on the old node";
            case 22 -> "incomplete, traffic on the new node";
            case 25 -> "refused, nothing done";
            default -> "exit code " + exitCode;
        };
    }

    public boolean done() {
        return exitCode == CommandLine.DONE;
    }
}
