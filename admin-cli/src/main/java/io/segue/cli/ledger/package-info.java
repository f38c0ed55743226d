/**
 * A workload that keeps books: every writer remembers what it was told about each row it wrote, and the audit compares that with what
 * the database holds in the end.
 *
 * <pre>
 *   Ledger --starts--> LedgerWriter --each row--> WriterMemory --+
 *     |                LedgerReader                              +--> LedgerAudit: lost, doubled, resurrected
 *     +--stops---------------------------- rows of the table ----+
 * </pre>
 *
 * <p>Every writer and reader has a platform thread and a connection of its own. Knows JDBC and nothing of Segue: the same books can be
 * kept against any server.
 */
package io.segue.cli.ledger;
