/**
 * Who may come in: how many connections there are and may be, and what is said in the log of peers that should not have come.
 *
 * <pre>
 *   accept --AcceptGate--> HalfOpenLogins --proved who they are--> ClientCount --> a session or the console
 *                              |  the oldest is given up               |  one too many: Crowding
 *                              +------- BadPeers: one line per address and minute -------+
 * </pre>
 *
 * <p>Any thread unless a class says otherwise; nothing here waits. May import {@code watch}, {@code config}, {@code data.net} and Netty.
 */
package io.segue.proxy.data.entrance;
