/**
 * Everything that decides about a move, in virtual time and under a seed: the real gate and its lanes, the real data plane between clients and
 * servers, the real service, runner, steps and journal, and a model of the two nodes. What happens next is drawn: which loop lags, which
 * client speaks and how its words are cut, how long a server takes, which of them fails and when, after which line of the journal the proxy
 * crashes.
 *
 * <pre>
 *   SimClient --memory--> ClientListener, ClientSession, links --memory--> SimServer, SimBackend --> World
 *        (outside)                (stepped loops)                                (outside)
 *   Simulation --> MigrationService --> nodes of the model -----------------------------------------^
 * </pre>
 *
 * <p>Only one thread is at work at a time: whoever waits on the {@link io.segue.proxy.simulation.SimClock} steps all loops meanwhile. Clients
 * use both protocols, pipelines, prepared statements, transactions and settings, leave and come back. After each mishap every statement has
 * one answer, which is true; whoever reads finds what was acknowledged before; each Sync and each Query has one ReadyForQuery, and what belongs
 * before it; of a proxy that has ended no buffer is left.
 *
 * <p>What is not in it, because a connection in memory has it not: back-pressure and half-closed connections ({@code BackPressureIT},
 * {@code HalfClosedIT}), TLS and passwords; and for want of time to wait for them, COPY ({@code CopyInAHoldIT}), pools ({@code TransactionPoolIT})
 * and transactions that a policy ends ({@code EndedTransactionsIT}). All of it at once, on real servers, is bin/storm.
 *
 * <p>A run that fails names its seed. The same seed does the same again, but for the order in which threads of the proxy's own, those of a proof, of a
 * preflight and of a recovery, ask the nodes.
 */
package io.segue.proxy.simulation;
