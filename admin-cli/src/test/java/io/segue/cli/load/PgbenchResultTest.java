package io.segue.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.cli.ledger.Transaction;
import java.util.List;
import org.junit.jupiter.api.Test;

class PgbenchResultTest {

    @Test
    void readsARunThatWentWell() {
        PgbenchResult result = PgbenchResult.parse(
                0,
                List.of(
                        "transaction type: <builtin: TPC-B (sort of)>",
                        "number of transactions actually processed: 8910",
                        "number of failed transactions: 0 (0.000%)"),
                List.of());

        assertThat(result).isEqualTo(new PgbenchResult(8_910, 0, List.of(), List.of()));
    }

    @Test
    void countsClientsThatGaveUpAndTransactionsThatFailed() {
        String error = "pgbench: error: client 3 script 0 aborted in command 4 query 0: ERROR:  cannot execute UPDATE";
        PgbenchResult result = PgbenchResult.parse(
                2,
                List.of(
                        error,
                        "pgbench: error: Run was aborted; the above results are incomplete.",
                        "number of transactions actually processed: 10",
                        "number of failed transactions: 2 (0.100%)"),
                List.of());

        assertThat(result.errors()).isEqualTo(3);
        assertThat(result.processed()).isEqualTo(10);
        assertThat(result.firstErrors()).startsWith(error);
    }

    @Test
    void aRunThatEndsInFailureHasAnErrorWhateverItSays() {
        assertThat(PgbenchResult.parse(1, List.of("pgbench: error: connection to server failed"), List.of()).errors()).isEqualTo(1);
    }

    @Test
    void readsALineOfTheLog() {
        assertThat(PgbenchResult.transaction("4 1 24625 0 1795360223 892319"))
                .containsExactly(new Transaction("pgbench 4", 1_795_360_223_867_694L, 1_795_360_223_892_319L));
    }

    @Test
    void aFailedTransactionIsNone() {
        assertThat(PgbenchResult.transaction("4 1 failed 0 1795360223 892319")).isEmpty();
    }

    @Test
    void theAuditComparesWithTheRowsThatAreThere() {
        PgbenchResult result = new PgbenchResult(100, 0, List.of(), List.of());

        assertThat(new PgbenchAudit(99, true).lost(result)).isEqualTo(1);
        assertThat(new PgbenchAudit(99, true).doubled(result)).isZero();
        assertThat(new PgbenchAudit(102, true).doubled(result)).isEqualTo(2);
        assertThat(new PgbenchAudit(102, true).lost(result)).isZero();
        assertThat(new PgbenchAudit(101, true).doubled(new PgbenchResult(100, 1, List.of(), List.of()))).isZero();
    }
}
