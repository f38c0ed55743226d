/**
 * The migration as a pure state machine: what state it is in, what may follow, what it must remember across a crash.
 *
 * <pre>
 *                    prepare                                         cutover
 *   CREATED ----------------> COPYING -> STREAMING -> READY --------------------> TUNING -> WARMING -> FENCING -> HOLDING
 *                                |           |          ^ |                         |         ^  |        |          |  |
 *                                v           v  switch- | | abort                   |         |  |        |          |  |
 *   ABANDONED <------------- DISCARDING <----+--back----|-+                         v         |  v        |    RETREATING
 *                                                       +----------------------- UNDOING <----|--+        |          |  |
 *                                                                                   ^         +-----------|----------+  |
 *                                                                                   +----- REVIVING <-----+-------------+
 *                                                                                             ^
 *                                                                                             |  (the source is stopped)
 *   DONE <-- CLEANING <-- MOVED <-- VERIFYING <-- REJOINING <-- ROUTING <-- PROMOTING <==== PROVING <---- STOPPING <---- HOLDING
 *                                                                   point of no return
 *   ALONE: the shard stands on one node and the other is not ready; reached when a way back or a rejoin cannot be finished
 * </pre>
 *
 * <p>Values and pure functions, any thread. May import {@code control.node} for {@link io.segue.proxy.control.node.Lsn}.
 */
package io.segue.proxy.control.migration.machine;
