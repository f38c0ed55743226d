/**
 * Sockets: which transport is used, how they are set up, and what is known of who is at the other end.
 *
 * <pre>
 *   Transport        event loops and kinds of socket
 *   tls              certificates and handshakes
 *   ClientAddress    where a client comes from       } both stand at its channel, for whoever asks
 *   ClientSecurity   how its connection is protected }
 * </pre>
 *
 * <p>A leaf of the plane: imports {@code config}, {@code watch} and Netty.
 */
package io.segue.proxy.data.net;
