package io.segue.proxy.control.migration;

import io.segue.proxy.control.migration.journal.Journal;
import io.segue.proxy.control.migration.journal.JournalEntry;
import io.segue.proxy.control.migration.journal.JournalException;
import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.migration.machine.MigrationState;
import io.segue.proxy.control.migration.step.StepClock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enters states: in the journal, then in the ledger, then in the log. The thread of the migration. */
final class Chronicle {

    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);
    private static final Duration BETWEEN_WITHDRAWALS = Duration.ofMillis(50);

    private final Journal journal;
    private final Ledger ledger;
    private final StepClock clock;

    Chronicle(Journal journal, Ledger ledger, StepClock clock) {
        this.journal = journal;
        this.ledger = ledger;
        this.clock = clock;
    }

    Ledger ledger() {
        return ledger;
    }

    Ledger.Page page() {
        return ledger.page().orElseThrow(() -> new IllegalStateException("no migration is known"));
    }

    /** A new migration, or the first state of a command; {@code id} and {@code startedAt} are those of the migration. */
    void begin(long id, Instant startedAt, MigrationState state, Facts facts) throws JournalException {
        append(new Ledger.Page(id, startedAt, clock.now(), state, facts, ""));
    }

    /**
     * Enters {@code state} once it is on disk.
     *
     * @throws JournalException when it is not; the state is not entered
     */
    void enter(MigrationState state, Facts facts, String why) throws JournalException {
        append(next(state, facts, why));
    }

    /**
     * Enters {@code state}, whose work may be begun without a trace on the disk: after a crash the state before leads to it again.
     *
     * @throws JournalException when it cannot even be written; the state is not entered
     */
    void enterLightly(MigrationState state, Facts facts, String why) throws JournalException {
        Ledger.Page page = next(state, facts, why);
        journal.note(entry(page));
        turnTo(page);
    }

    /** Enters {@code state} whether it can be written down or not: a restart would come to it from the line before, too. */
    void enterAnyway(MigrationState state, Facts facts, String why) {
        try {
            enter(state, facts, why);
        } catch (JournalException e) {
            enterUnwritten(state, facts, why, e);
        }
    }

    /** Enters {@code state} although it could not be written down: a restart would come to it from the line before, too. */
    void enterUnwritten(MigrationState state, Facts facts, String why, JournalException cause) {
        Ledger.Page page = next(state, facts, why);
        LOG.error("journal-behind shard={} migration={} state={}", state.plan().shard(), page.migration(), state.label(), cause);
        turnTo(page);
        ledger.say(cause.getMessage());
    }

    private Ledger.Page next(MigrationState state, Facts facts, String why) {
        return new Ledger.Page(page().migration(), page().startedAt(), clock.now(), state, facts, why);
    }

    private void append(Ledger.Page page) throws JournalException {
        journal.append(entry(page));
        turnTo(page);
    }

    private JournalEntry entry(Ledger.Page page) {
        long number = journal.last().map(JournalEntry::number).orElse(0L) + 1;
        return new JournalEntry(number, page.updatedAt(), page.migration(), page.startedAt(), page.state(), page.facts(), page.why());
    }

    private void turnTo(Ledger.Page page) {
        ledger.turnTo(page);
        LOG.info(
                "migration-state shard={} migration={} state={} from={} to={} lsn={} why=\"{}\"",
                page.state().plan().shard(),
                page.migration(),
                page.state().label(),
                page.state().plan().source(),
                page.state().plan().target(),
                page.facts().stoppedAt().map(Object::toString).orElse("-"),
                page.why());
    }

    /** Returns when a line whose writing failed is certainly not in the journal. */
    void withdraw() throws InterruptedException {
        while (true) {
            try {
                journal.withdraw();
                return;
            } catch (JournalException e) {
                LOG.error("journal-in-doubt shard-state={} reason={}", page().state().label(), e.getMessage());
                ledger.say(e.getMessage());
            }
            clock.pause(BETWEEN_WITHDRAWALS);
        }
    }

    /** The migration is over: its history is not needed any more. */
    void close() {
        try {
            journal.compact();
        } catch (JournalException e) {
            LOG.warn("journal-not-compacted reason={}", e.getMessage());
        }
    }
}
