/**
 * The door between the planes: sessions ask it before each unit of work, control closes and opens it.
 *
 * <pre>
 *   data (event loops)                gate                      control (virtual threads)
 *   session --may I?--> GateLane (one per loop, plain fields) <--tasks-- ShardGate <--- Traffic: warm, hold, move reads, release
 * </pre>
 *
 * <p>May import {@code route} and Netty's event loops; sees neither plane.
 */
package io.segue.proxy.gate;
