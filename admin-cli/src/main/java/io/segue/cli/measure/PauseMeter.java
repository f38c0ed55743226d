package io.segue.cli.measure;

import io.segue.cli.ledger.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Measures from outside what a move cost the writers. The hold is where nobody was answered: the longest silence within the move. The
 * held transactions are those under way when it ended; what each of them took longer than its client's median is its pause.
 *
 * <p>That is what the clients felt, drain and release included, and never less than what the proxy believes it to be.
 */
public final class PauseMeter {

    private static final double MICROS_PER_MILLI = 1_000;
    private static final int DIGITS = 3;
    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    /** Behind a move everybody comes at once. */
    private static final long AFTERWARDS_MICROS = 1_000_000;

    private final List<Transaction> byEnd;
    private final Map<String, Long> medians;
    private final Histogram pauses = new Histogram(DIGITS);

    /** @param transactions of every writer, in any order */
    public PauseMeter(List<Transaction> transactions) {
        this.byEnd = transactions.stream().sorted(Comparator.comparingLong(Transaction::endedMicros)).toList();
        this.medians = medians(transactions);
    }

    /**
     * Takes in one move.
     *
     * @param fromMicros before which it had not begun
     * @param toMicros after which it was over
     * @return the silence; empty when fewer than two transactions ended around that time
     */
    public Optional<Silence> move(long fromMicros, long toMicros) {
        Optional<Silence> longest = longestSilence(fromMicros, toMicros);
        longest.ifPresent(silence -> byEnd.stream()
                .filter(transaction ->
                        transaction.begunMicros() < silence.toMicros() && transaction.endedMicros() >= silence.toMicros())
                .forEach(transaction -> pauses.recordValue(excessMicros(transaction))));
        return longest;
    }

    /**
     * Over all moves taken in so far. Clients that wait for each other, or for a machine that is too small for them, do so without a move as well: what that
     * comes to at most says how much of a pause need not be the move's.
     *
     * @param settledMicros when the load was what it was to be
     * @param commands every command that moved something or tried to
     */
    public Pauses pauses(long settledMicros, List<Move> commands) {
        return new Pauses(
                pauses.getTotalCount(),
                pauses.getValueAtPercentile(MEDIAN) / MICROS_PER_MILLI,
                pauses.getValueAtPercentile(HIGH) / MICROS_PER_MILLI,
                pauses.getMaxValue() / MICROS_PER_MILLI,
                longestOutsideMicros(settledMicros, commands) / MICROS_PER_MILLI);
    }

    private long longestOutsideMicros(long settledMicros, List<Move> commands) {
        return byEnd.stream()
                .filter(transaction -> transaction.begunMicros() >= settledMicros)
                .filter(transaction -> commands.stream().noneMatch(move ->
                        transaction.endedMicros() >= move.fromMicros() && transaction.begunMicros() <= move.toMicros() + AFTERWARDS_MICROS))
                .mapToLong(this::excessMicros)
                .max()
                .orElse(0);
    }

    private Optional<Silence> longestSilence(long fromMicros, long toMicros) {
        Silence longest = null;
        for (int i = 1; i < byEnd.size(); i++) {
            Silence silence = new Silence(byEnd.get(i - 1).endedMicros(), byEnd.get(i).endedMicros());
            boolean within = silence.toMicros() > fromMicros && silence.fromMicros() < toMicros;
            if (within && (longest == null || silence.milliseconds() > longest.milliseconds())) {
                longest = silence;
            }
        }
        return Optional.ofNullable(longest);
    }

    private long excessMicros(Transaction transaction) {
        return Math.max(0, transaction.latencyMicros() - medians.get(transaction.client()));
    }

    private static Map<String, Long> medians(List<Transaction> transactions) {
        Map<String, List<Long>> latencies = new HashMap<>();
        transactions.forEach(transaction ->
                latencies.computeIfAbsent(transaction.client(), client -> new ArrayList<>()).add(transaction.latencyMicros()));
        Map<String, Long> medians = new HashMap<>();
        latencies.forEach((client, all) ->
                medians.put(client, all.stream().sorted().skip((all.size() - 1) / 2).findFirst().orElseThrow()));
        return medians;
    }
}
