/**
 * {@code bin/storm}: moves during which something breaks, and what the clients' books say after each of them.
 *
 * <pre>
 *   Storm (options) --> Playhouse --> Rounds: a move, JournalWatch waits for its instant, Hand breaks and mends, Oracle judges
 *                                                                                         |
 *   proxy -- Relay (127.0.0.2) -- node_a, node_b, and between the two                     +-- WriterProbe: who takes writes, each 5 ms
 * </pre>
 *
 * <p>The main thread plays the rounds; relays, probes and the clients have threads of their own. What is broken, and when, follows from the
 * seed; what comes of it does not, because the servers are real.
 */
package io.segue.cli.storm;
