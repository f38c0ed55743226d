package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenBatchTest {

    private final OpenBatch batch = new OpenBatch();

    @Test
    void isOpenFromItsFirstMessageToItsSync() {
        assertThat(batch.isOpen()).isFalse();

        batch.goesOn();
        batch.goesOn();
        assertThat(batch.isOpen()).isTrue();

        batch.syncs();
        assertThat(batch.isOpen()).isFalse();
    }

    @Test
    void isSkippedBehindAnErrorUpToItsSync() {
        batch.goesOn();
        batch.fails();
        batch.goesOn();
        batch.isOvertaken();
        assertThat(batch.isSkipped()).as("neither more of it nor a query ends that").isTrue();
        assertThat(batch.isOpen()).isTrue();

        batch.syncs();
        assertThat(batch.isSkipped()).isFalse();
        assertThat(batch.isOpen()).isFalse();
    }

    @Test
    void isOvertakenByAQuery() {
        batch.goesOn();
        batch.isOvertaken();

        assertThat(batch.isOpen()).isFalse();
    }

    @Test
    void isCommittedUntilMoreOfItComesOrItFails() {
        batch.goesOn();
        batch.tagged(true);
        assertThat(batch.isCommitted()).isTrue();

        batch.goesOn();
        assertThat(batch.isCommitted()).isFalse();

        batch.tagged(true);
        batch.fails();
        assertThat(batch.isCommitted()).isFalse();
    }

    @Test
    void isOpenAgainWhenItsSyncWasIgnored() {
        batch.goesOn();
        batch.syncs();
        batch.reopens();

        assertThat(batch.isOpen()).isTrue();
        assertThat(batch.isSkipped()).isFalse();
    }

    @Test
    void isStillSkippedWhenItsSyncWasIgnored() {
        batch.fails();
        batch.reopens();

        assertThat(batch.isSkipped()).isTrue();
    }

    @Test
    void endsWithTheSyncThatWasInDoubtUnlessMoreWasSentBehindIt() {
        batch.goesOn();
        batch.syncsInCopy();
        batch.goesOn();
        batch.syncIsAnswered();
        assertThat(batch.isOpen()).as("with more behind the Sync").isTrue();

        batch.syncsInCopy();
        batch.syncIsAnswered();
        assertThat(batch.isOpen()).as("with nothing behind it").isFalse();
    }

    @Test
    void neverWasWhenAllOfItWasIgnored() {
        batch.goesOn();
        batch.neverWas();
        batch.reopens();
        batch.syncIsAnswered();

        assertThat(batch.isOpen()).as("nothing of it goes on").isFalse();
    }

    @Test
    void isOverWhenTheServerIsReadyForNobodyKnowsWhat() {
        batch.fails();
        batch.isOver();

        assertThat(batch.isOpen()).isFalse();
        assertThat(batch.isSkipped()).isFalse();
    }
}
