/**
 * {@code bin/hostile}: peers that connect and say nothing, too little or nonsense, and what a proxy's clients feel of them.
 *
 * <pre>
 *   Hostile (options) --> Playhouse --> pgbench all the time --proxy
 *                                       Peers  --------------->--+    one kind after the other
 *                                       Probe: a query and a login, again and again, and SHOW LIMITS
 * </pre>
 *
 * <p>The main thread goes from kind to kind; each peer is a virtual thread.
 */
package io.segue.cli.hostile;
