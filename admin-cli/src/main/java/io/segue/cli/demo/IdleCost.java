package io.segue.cli.demo;

import io.segue.cli.measure.Move;
import io.segue.cli.measure.Silence;
import java.util.List;

/**
 * What idle sessions cost: the same moves without and with them.
 *
 * @param sessions that were idle
 * @param without median of the moves' silences without them, in milliseconds
 * @param with the same with them
 * @param errors what they were told in the end that are not what they were
 */
record IdleCost(int sessions, double without, double with, List<String> errors) {

    IdleCost {
        errors = List.copyOf(errors);
    }

    /** @param before how many of the moves were made without idle sessions */
    static IdleCost of(int sessions, List<Move> moves, int before, List<String> errors) {
        return new IdleCost(sessions, median(moves.stream().limit(before).toList()), median(moves.stream().skip(before).toList()), errors);
    }

    double ratio() {
        return with / without;
    }

    private static double median(List<Move> moves) {
        double[] sorted = moves.stream().flatMap(move -> move.silence().stream()).mapToDouble(Silence::milliseconds).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
