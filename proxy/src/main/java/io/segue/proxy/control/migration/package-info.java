/**
 * The move: where commands arrive, how they are carried out, and what becomes of them when the proxy is restarted.
 *
 * <pre>
 *   MigrationService -- one Desk per shard -- CommandWork: admission, preflight, then
 *
 *   MigrationRunner --next state--> journal (forced) --> Step --> event --> Migration.next(state, event) --+
 *        ^-------------------------------------------------------------------------------------------------+
 *
 *   machine    the states and the transition table, pure
 *   journal    what survives a crash
 *   step       what each working state does and proves
 *   preflight  what must be right before anything is done
 * </pre>
 *
 * <p>Virtual threads. May import {@code gate}, {@code route}, {@code control.node}, {@code config} and {@code watch}.
 */
package io.segue.proxy.control.migration;
