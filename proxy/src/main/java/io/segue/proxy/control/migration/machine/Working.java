package io.segue.proxy.control.migration.machine;

/** A migration whose present work is under way. */
public sealed interface Working extends MigrationState permits Revocable, Committed, Tidying {}
