/**
 * The same conversation once directly with a server and once through Segue: the server's bytes must be the same.
 *
 * <pre>
 *   Scripts, Generator --Script--> Comparison --> Client --+-----------------------------> server
 *                                       |                  +--> DataPlane, in many ways --> server
 *                                   Difference (seed, transcript, the shortest script that still shows it)
 * </pre>
 *
 * <p>A {@link io.segue.proxy.differential.Script} is bytes to say and moments to listen, so that it can be broken in any way. A
 * {@link io.segue.proxy.differential.Way} is how Segue carries it: whole, in single bytes, in pieces of seven, or while the shard moves to and
 * fro all the time. Equal means equal but for what {@code ServerStream} strikes out: process ids, the cancel secret, and the one FATAL that
 * a server does not send for a length no message has.
 */
package io.segue.proxy.differential;
