/**
 * Whether a shard is well after a move: probes, rows compared between the nodes, amcheck, statistics. Asks and compares; changes nothing
 * but what ANALYZE writes.
 *
 * <pre>
 *   VERIFY --> Verification --> TableComparison (a table, a piece of it at a time)
 *   Reporter --> Probes
 * </pre>
 *
 * <p>Blocks; the thread of whoever asked. Imports {@code control.node} and {@code config}.
 */
package io.segue.proxy.control.migration.verify;
