package io.segue.cli.ledger;

import static io.segue.cli.ledger.Fate.ABORTED;
import static io.segue.cli.ledger.Fate.ACKNOWLEDGED;
import static io.segue.cli.ledger.Fate.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerAuditTest {

    private static final int WRITER = 7;
    private static final LedgerRow FIRST = new LedgerRow(WRITER, 1);
    private static final LedgerRow SECOND = new LedgerRow(WRITER, 2);

    @Test
    void findsNothingWrongWhereNothingIs() {
        LedgerAudit audit = audit(List.of(ACKNOWLEDGED, ABORTED, ACKNOWLEDGED), Map.of(FIRST, 1, new LedgerRow(WRITER, 3), 1));

        assertThat(audit).isEqualTo(new LedgerAudit(2, 0, List.of(), List.of(), List.of()));
    }

    @Test
    void anAcknowledgedRowThatIsNotThereIsLost() {
        LedgerAudit audit = audit(List.of(ACKNOWLEDGED, ACKNOWLEDGED), Map.of(FIRST, 1));

        assertThat(audit).isEqualTo(new LedgerAudit(2, 0, List.of(SECOND), List.of(), List.of()));
    }

    @Test
    void anAcknowledgedRowThatIsThereTwiceIsDoubled() {
        LedgerAudit audit = audit(List.of(ACKNOWLEDGED, ACKNOWLEDGED), Map.of(FIRST, 1, SECOND, 2));

        assertThat(audit).isEqualTo(new LedgerAudit(2, 0, List.of(), List.of(SECOND), List.of()));
    }

    @Test
    void anAbortedRowThatIsThereIsResurrected() {
        LedgerAudit audit = audit(List.of(ABORTED, ACKNOWLEDGED), Map.of(FIRST, 1, SECOND, 1));

        assertThat(audit).isEqualTo(new LedgerAudit(1, 0, List.of(), List.of(), List.of(FIRST)));
    }

    @Test
    void aRowThatNobodyWroteIsResurrectedToo() {
        LedgerAudit audit = audit(List.of(ACKNOWLEDGED), Map.of(FIRST, 1, SECOND, 1));

        assertThat(audit.resurrected()).containsExactly(SECOND);
    }

    @Test
    void anUnknownRowMayBeThereOrNotButNotTwice() {
        assertThat(audit(List.of(UNKNOWN), Map.of())).isEqualTo(new LedgerAudit(0, 1, List.of(), List.of(), List.of()));
        assertThat(audit(List.of(UNKNOWN), Map.of(FIRST, 1))).isEqualTo(new LedgerAudit(0, 1, List.of(), List.of(), List.of()));
        assertThat(audit(List.of(UNKNOWN), Map.of(FIRST, 2))).isEqualTo(new LedgerAudit(0, 1, List.of(), List.of(FIRST), List.of()));
    }

    private static LedgerAudit audit(List<Fate> fates, Map<LedgerRow, Integer> copies) {
        return LedgerAudit.of(Map.of(WRITER, fates), copies);
    }
}
