/**
 * Whether the world is as the routes say, while no shard moves.
 *
 * <pre>
 *   a session is told 25006 --> watch.PrimaryAlarm --doubt--> PrimaryWatch --asks--> control.node
 *                                     ^                            |
 *                                     +-------- raise, clear ------+
 * </pre>
 *
 * <p>Virtual threads of its own. May import {@code control.node}, {@code gate}, {@code route} and {@code watch}.
 */
package io.segue.proxy.control.topology;
