package io.segue.cli.ledger;

/** What a writer knows about a row it wrote, once the transaction is over. */
public enum Fate {
    /** COMMIT was answered: the row must be there, once. */
    ACKNOWLEDGED,
    /** The transaction is known not to have committed: the row must not be there. */
    ABORTED,
    /** The link was lost after COMMIT was sent: the row may be there, at most once. */
    UNKNOWN
}
