/**
 * Programs of the operator's that a move runs on the proxy's own machine: what for, with what environment, until when, and what came of it.
 *
 * <pre>
 *   step, Reporter --> Hooks (one shard's) --> HookProcess (one program, one deadline)
 *                        |
 *                        +--> HookResult --> report, log, meter
 * </pre>
 *
 * <p>Blocks; the thread of the migration. Imports {@code config} and {@code watch}.
 */
package io.segue.proxy.control.migration.hook;
