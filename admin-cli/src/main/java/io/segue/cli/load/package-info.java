/**
 * Load on the stage: pgbench as a process, and beside it the ledger of {@link io.segue.cli.ledger}. What pgbench was told is audited too, by
 * the sums of its tables.
 */
package io.segue.cli.load;
