package io.segue.cli.ledger;

import static io.segue.cli.ledger.Fate.ABORTED;
import static io.segue.cli.ledger.Fate.ACKNOWLEDGED;
import static io.segue.cli.ledger.Fate.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriterMemoryTest {

    private final WriterMemory memory = new WriterMemory();

    @Test
    void numbersRowsFromOneWithoutAGap() {
        assertThat(memory.write()).isEqualTo(1);
        assertThat(memory.write()).isEqualTo(2);
        memory.rolledBack();
        assertThat(memory.write()).isEqualTo(3);
    }

    @Test
    void everyRowOfATransactionSharesItsFate() {
        memory.write();
        memory.write();
        memory.commitSent();
        memory.acknowledged();
        memory.write();
        memory.rolledBack();

        assertThat(memory.fates()).containsExactly(ACKNOWLEDGED, ACKNOWLEDGED, ABORTED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"08006", "08007", "57P01"})
    void aLinkLostAfterCommitLeavesTheOutcomeOpen(String sqlState) {
        memory.write();
        memory.commitSent();
        memory.failed(sqlState);

        assertThat(memory.fates()).containsExactly(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "25006"})
    void beforeCommitNothingCanHaveBeenCommitted(String sqlState) {
        memory.write();
        memory.failed(sqlState);

        assertThat(memory.fates()).containsExactly(ABORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "25006", "57014"})
    void anErrorInAnswerToCommitIsAnAbort(String sqlState) {
        memory.write();
        memory.commitSent();
        memory.failed(sqlState);

        assertThat(memory.fates()).containsExactly(ABORTED);
    }

    @Test
    void oneCommitDoesNotSpeakForTheNext() {
        memory.write();
        memory.commitSent();
        memory.acknowledged();
        memory.write();
        memory.failed("08006");

        assertThat(memory.fates()).containsExactly(ACKNOWLEDGED, ABORTED);
    }
}
