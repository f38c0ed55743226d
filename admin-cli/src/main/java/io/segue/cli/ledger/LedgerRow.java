package io.segue.cli.ledger;

/** One row of the ledger by its key. */
public record LedgerRow(int writer, long row) {}
