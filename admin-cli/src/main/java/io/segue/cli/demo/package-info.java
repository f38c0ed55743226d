/**
 * The show: {@code bin/demo}, and {@code bin/soak} for many moves. Real servers, the real proxy and the real command line as processes; load through the proxy; the shard moved
 * three times; and what the clients saw, in figures.
 *
 * <pre>
 *   Demo, Soak (options) --> Playhouse --> Show (the acts, in order, on io.segue.cli.stage)
 *                                      |  io.segue.cli.load, io.segue.cli.ledger
 *                                      |  io.segue.cli.measure, Timeline
 *                                      +--> Figures --> Verdict, Report (JSON), TerminalPicture, SvgPicture, Summary (table)
 * </pre>
 *
 * <p>The main thread plays; the clients of the ledger have threads of their own. Nothing of the proxy is imported: it is watched from
 * outside, as its users see it.
 */
package io.segue.cli.demo;
