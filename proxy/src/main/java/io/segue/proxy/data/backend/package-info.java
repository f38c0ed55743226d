/**
 * Links to servers: dialled on the client's own event loop, logged in as the client's role, and then handed bytes.
 *
 * <pre>
 *   BackendDialer --TCP--> BackendLogin --ReadyForQuery--> BackendLink --bytes--> LinkListener (a session, or a PrivateTalk)
 * </pre>
 *
 * <p>Event loops only. May import {@code protocol}, {@code route} and Netty.
 */
package io.segue.proxy.data.backend;
