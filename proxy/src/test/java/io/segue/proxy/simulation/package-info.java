/**
 * Everything that decides about a move, on one thread and under a seed: the real gate and its lanes on stepped loops, the real service,
 * runner, steps and journal, a model of the two servers, sessions that behave as sessions do at the gate. What happens next is drawn:
 * which loop lags, which client speaks, which server fails and when, after which line of the journal the proxy crashes.
 *
 * <p>The sessions are models too: a statement that is its own transaction, held or sent, answered once. The real one has no seam to be driven
 * here yet: it dials through {@code BackendDialer} and {@code Transport}, which know epoll and NIO only, looks names up on a thread of its own, and
 * would need a server that speaks the protocol in front of each node of the model. What the model leaves out is therefore shown elsewhere:
 * pipelining and units that are refused ({@code RefusedBlocksIT}), transactions ended at the drain's end ({@code EndedTransactionsIT}), reads on
 * the standby ({@code HeldReadsIT}, {@code PromotedReadsIT}), replay of what a session remembers ({@code SessionHistoriesIT}), links lost at work
 * ({@code LostLinksIT}), its bookkeeping under a seed ({@code OutstandingPropertiesTest}), and all of it at once on real servers (bin/storm).
 *
 * <p>A run that fails names its seed; the same seed does the same again.
 */
package io.segue.proxy.simulation;
