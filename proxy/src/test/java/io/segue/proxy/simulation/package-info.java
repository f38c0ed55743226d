/**
 * Everything that decides about a move, on one thread and under a seed: the real gate and its lanes on stepped loops, the real service,
 * runner, steps and journal, a model of the two servers, sessions that behave as sessions do at the gate. What happens next is drawn:
 * which loop lags, which client speaks, which server fails and when, after which line of the journal the proxy crashes.
 *
 * <p>A run that fails names its seed; the same seed does the same again.
 */
package io.segue.proxy.simulation;
