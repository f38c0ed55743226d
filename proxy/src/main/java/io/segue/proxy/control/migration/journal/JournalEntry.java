package io.segue.proxy.control.migration.journal;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.migration.machine.MigrationState;
import java.time.Instant;

/**
 * One line of a journal: a state is entered.
 *
 * @param number counts the lines of a journal, over compactions too
 * @param at when the state was entered
 * @param migration the number of the migration
 * @param startedAt when the migration began
 * @param state what is done next, or rests
 * @param facts what must be known to finish or undo it
 * @param why the failure that led here; empty when none did
 */
public record JournalEntry(
        long number, Instant at, long migration, Instant startedAt, MigrationState state, Facts facts, String why) {}
