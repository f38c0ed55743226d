package io.segue.cli.ledger;

import java.util.List;
import java.util.Map;

/**
 * What the clients of a ledger saw and remember, once they have stopped.
 *
 * @param fates by writer; the first is the fate of its row 1
 * @param writes every transaction of the writers that succeeded
 * @param reads every read of the readers that succeeded
 * @param staleReads reads that did not see what their own session had committed
 * @param errors every error any of them was given, failed logins included
 * @param firstErrors a few of them as {@code client: SQLSTATE message}
 */
public record LedgerBook(
        Map<Integer, List<Fate>> fates,
        List<Transaction> writes,
        List<Transaction> reads,
        long staleReads,
        long errors,
        List<String> firstErrors) {}
