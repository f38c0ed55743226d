package io.segue.cli.measure;

import io.segue.cli.stage.CommandLine;
import java.util.List;
import java.util.Optional;

/**
 * One move as it was commanded and as it was felt.
 *
 * @param name the verb: cutover or switchback
 * @param tries how often it was commanded: one that was refused or undone may be repeated
 * @param exitCode of the command, the last time
 * @param fromMicros when it was given, the last time, in microseconds since the epoch
 * @param toMicros when it had ended
 * @param phases what Segue says each step took
 * @param silence what the writers saw of it; empty before that is known
 */
public record Move(String name, int tries, int exitCode, long fromMicros, long toMicros, List<Phase> phases, Optional<Silence> silence) {

    private static final double MICROS_PER_MILLI = 1_000;
    private static final int FAILED = 18;
    private static final int REFUSED = 25;

    /** One step of a move. */
    public record Phase(String step, double milliseconds) {}

    public Move {
        phases = List.copyOf(phases);
    }

    public Move felt(Optional<Silence> seen) {
        return new Move(name, tries, exitCode, fromMicros, toMicros, phases, seen);
    }

    /** From the command to its end, most of it with the traffic flowing. */
    public double totalMilliseconds() {
        return (toMicros - fromMicros) / MICROS_PER_MILLI;
    }

    /** What the exit code says, in the words of {@code segue --help}. */
    public String outcome() {
        return switch (exitCode) {
            case 0 -> "done";
            case FAILED -> "failed, traffic on the old node";
            case 22 -> "incomplete, traffic on the new node";
            case REFUSED -> "refused, nothing done";
            default -> "exit code " + exitCode;
        };
    }

    /** Everything is as it was before: the command may be repeated, as it says itself. */
    public boolean leftNothing() {
        return exitCode == FAILED || exitCode == REFUSED;
    }

    public boolean done() {
        return exitCode == CommandLine.DONE;
    }
}
