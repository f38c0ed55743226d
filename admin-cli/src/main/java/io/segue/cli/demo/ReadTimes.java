package io.segue.cli.demo;

import io.segue.cli.ledger.Transaction;
import io.segue.cli.measure.Move;
import io.segue.cli.measure.Silence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The slowest reads, and where in a move each of them was: a read that is slow outside of every move is the machine's, not the move's.
 *
 * @param inMoves longest read that was under way between the beginning of a hold and a while after its end, in milliseconds
 * @param outside longest of the others
 * @param slowest the longest in moves, from when to when, in words
 */
record ReadTimes(double inMoves, double outside, List<String> slowest) {

    /** The steps of a hold, in their order. The first write is answered right behind the last. */
    private static final List<String> HELD = List.of("HOLDING", "STOPPING", "PROVING", "PROMOTING", "ROUTING");

    private static final double MICROS_PER_MILLI = 1_000;

    /** Behind a hold everybody comes at once. */
    private static final long AFTERWARDS_MICROS = 250_000;

    private static final int SHOWN = 3;

    ReadTimes {
        slowest = List.copyOf(slowest);
    }

    static ReadTimes of(List<Transaction> reads, List<Move> moves) {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            Move move = moves.get(i);
            String name = "move " + (i + 1);
            move.silence().ifPresent(silence -> windows.add(Window.of(name, move, silence)));
        }
        List<Transaction> sorted = reads.stream().sorted(Comparator.comparingLong(Transaction::latencyMicros).reversed()).toList();
        List<Transaction> within = sorted.stream().filter(read -> windowOf(read, windows).isPresent()).toList();
        return new ReadTimes(
                within.stream().mapToLong(Transaction::latencyMicros).max().orElse(0) / MICROS_PER_MILLI,
                sorted.stream().filter(read -> windowOf(read, windows).isEmpty()).mapToLong(Transaction::latencyMicros).max().orElse(0)
                        / MICROS_PER_MILLI,
                within.stream().limit(SHOWN).map(read -> windowOf(read, windows).orElseThrow().describe(read)).toList());
    }

    double longest() {
        return Math.max(inMoves, outside);
    }

    private static Optional<Window> windowOf(Transaction read, List<Window> windows) {
        return windows.stream().filter(window -> window.meets(read)).findFirst();
    }

    /** A hold, seen from its end, when the first write is answered. */
    private record Window(String move, List<Move.Phase> phases, long fromMicros, long toMicros) {

        static Window of(String name, Move move, Silence silence) {
            List<Move.Phase> phases = move.phases().stream().filter(phase -> HELD.contains(phase.step())).toList();
            double lasted = phases.stream().mapToDouble(Move.Phase::milliseconds).sum();
            return new Window(name, phases, silence.toMicros() - Math.round(lasted * MICROS_PER_MILLI), silence.toMicros());
        }

        boolean meets(Transaction read) {
            return read.endedMicros() > fromMicros && read.begunMicros() < toMicros + AFTERWARDS_MICROS;
        }

        String describe(Transaction read) {
            return "%.0f ms in %s, %s to %s".formatted(
                    read.latencyMicros() / MICROS_PER_MILLI, move, place(read.begunMicros()), place(read.endedMicros()));
        }

        private String place(long micros) {
            double left = (micros - fromMicros) / MICROS_PER_MILLI;
            if (left < 0) {
                return "%.0f ms before the hold".formatted(-left);
            }
            for (Move.Phase phase : phases) {
                if (left < phase.milliseconds()) {
                    return "%s + %.0f".formatted(phase.step(), left);
                }
                left -= phase.milliseconds();
            }
            return "release + %.0f".formatted(left);
        }
    }
}
