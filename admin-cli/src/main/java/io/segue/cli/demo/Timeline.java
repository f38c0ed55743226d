package io.segue.cli.demo;

import io.segue.cli.ledger.Transaction;
import io.segue.cli.measure.Move;
import java.util.Arrays;
import java.util.List;

/**
 * How many transactions ended in each tenth of a second.
 *
 * @param counts one bucket after the other
 * @param marks where moves were felt
 */
record Timeline(long[] counts, List<Mark> marks) {

    static final long BUCKET_MICROS = 100_000;
    static final int BUCKETS_PER_SECOND = 10;

    /** @param bucket index into the counts */
    record Mark(int bucket, String label) {}

    /**
     * @param fromMicros begin of the first bucket
     * @param toMicros end of the picture; a last bucket that is not full is left out, because it would look like a pause
     * @param moves those that were felt get a mark
     */
    static Timeline of(List<Transaction> transactions, long fromMicros, long toMicros, List<Move> moves) {
        long[] counts = new long[Math.max(0, bucket(toMicros, fromMicros))];
        transactions.stream()
                .mapToInt(transaction -> bucket(transaction.endedMicros(), fromMicros))
                .filter(bucket -> bucket >= 0 && bucket < counts.length)
                .forEach(bucket -> counts[bucket]++);
        return new Timeline(counts, moves.stream().flatMap(move -> mark(move, fromMicros).stream()).toList());
    }

    long highest() {
        return Arrays.stream(counts).max().orElse(0);
    }

    private static List<Mark> mark(Move move, long fromMicros) {
        return move.silence()
                .map(silence -> List.of(new Mark(
                        bucket((silence.fromMicros() + silence.toMicros()) / 2, fromMicros),
                        "%s, %.0f ms".formatted(move.name(), silence.milliseconds()))))
                .orElse(List.of());
    }

    private static int bucket(long micros, long fromMicros) {
        return Math.toIntExact(Math.floorDiv(micros - fromMicros, BUCKET_MICROS));
    }
}
