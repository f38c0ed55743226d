package io.segue.cli.storm;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One move and what broke during it.
 *
 * @param verb of the move
 * @param hit whether the move reached the instant; where it did not, nothing was broken
 * @param exitCode of the command
 * @param servingMillis from the mending until a new client's write was acknowledged
 * @param rest the shard when nothing was under way any more
 * @param acknowledged rows of the ledger
 * @param clientErrors that clients were given while it lasted
 * @param firstErrors a few of them, with their SQLSTATE
 * @param broken promises that were not kept, in words
 */
record Round(
        int number,
        String verb,
        Fault fault,
        Instant instant,
        boolean hit,
        int exitCode,
        long servingMillis,
        String rest,
        long acknowledged,
        long clientErrors,
        List<String> firstErrors,
        List<String> broken) {

    private static final int SHOWN = 3;

    Round {
        firstErrors = List.copyOf(firstErrors);
        broken = List.copyOf(broken);
    }

    boolean kept() {
        return broken.isEmpty();
    }

    String line() {
        return "%4d  %-10s  %-46s %-38s %s, exit %d, served after %,d ms, %,d rows, %d errors%s".formatted(
                number,
                verb,
                fault.label(),
                instant,
                hit ? rest : rest + " (over before)",
                exitCode,
                servingMillis,
                acknowledged,
                clientErrors,
                kept() ? "" : "  BROKEN: " + String.join("; ", broken) + firstErrors.stream().limit(SHOWN).map("; "::concat).collect(Collectors.joining()));
    }
}
