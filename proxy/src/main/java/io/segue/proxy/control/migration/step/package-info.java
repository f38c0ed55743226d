/**
 * What each working state does: one {@link io.segue.proxy.control.migration.step.Step} per state, each with its own "is it already so?",
 * its own limit and its proof.
 *
 * <pre>
 *   MigrationRunner --perform(context, facts)--> Step --asks, tells--> DatabaseNode (source, target)
 *                                                  \---warm, hold, release---> Traffic
 * </pre>
 *
 * <p>A step may be performed again at any time, also by another proxy process after a crash, so it trusts the nodes and not its memory.
 * The thread of the migration; may import {@code control.migration.machine}, {@code control.node}, {@code gate}, {@code route},
 * {@code config} and {@code watch}.
 */
package io.segue.proxy.control.migration.step;
