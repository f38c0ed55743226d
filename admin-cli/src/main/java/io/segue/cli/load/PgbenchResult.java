package io.segue.cli.load;

import io.segue.cli.ledger.Transaction;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What pgbench says of a run.
 *
 * @param processed transactions that were committed
 * @param errors clients that gave up, and transactions that failed; one at least when it ended in failure
 * @param firstErrors its own words for them, some
 * @param transactions from its log of each transaction
 */
public record PgbenchResult(long processed, long errors, List<String> firstErrors, List<Transaction> transactions) {

    private static final Pattern PROCESSED = Pattern.compile("number of transactions actually processed: (\\d+).*");
    private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+).*");
    private static final Pattern ERROR = Pattern.compile("pgbench: (error|fatal): .*");
    /** pgbench tells each client's end in one such line; other errors are the server's words that led to it. */
    private static final Pattern ABORTED = Pattern.compile(".*client \\d+ (aborted|script \\d+ aborted).*");

    private static final int KEPT = 10;
    private static final int CLIENT = 0;
    private static final int LATENCY_MICROS = 2;
    private static final int END_SECONDS = 4;
    private static final int END_MICROS = 5;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** @param output stdout and stderr, by line */
    public static PgbenchResult parse(int exitCode, List<String> output, List<Transaction> transactions) {
        long aborted = output.stream().filter(line -> ABORTED.matcher(line).matches()).count();
        long errors = aborted + number(FAILED, output);
        return new PgbenchResult(
                number(PROCESSED, output),
                exitCode == 0 ? errors : Math.max(1, errors),
                output.stream().filter(line -> ERROR.matcher(line).matches()).limit(KEPT).toList(),
                transactions);
    }

    /**
     * A line of {@code pgbench --log}: {@code client transaction latency script seconds micros}. A transaction that failed or was skipped
     * has a word in place of the latency, and is none.
     */
    public static List<Transaction> transaction(String line) {
        String[] fields = line.split(" ");
        if (!Character.isDigit(fields[LATENCY_MICROS].charAt(0))) {
            return List.of();
        }
        long ended = Long.parseLong(fields[END_SECONDS]) * MICROS_PER_SECOND + Long.parseLong(fields[END_MICROS]);
        return List.of(new Transaction("pgbench " + fields[CLIENT], ended - Long.parseLong(fields[LATENCY_MICROS]), ended));
    }

    private static long number(Pattern pattern, List<String> output) {
        return output.stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .findFirst()
                .orElse(0);
    }
}
