/**
 * TLS: certificates and keys from files, kept up to date, and the handlers made of them.
 *
 * <pre>
 *   PEM files --Pem, PrivateKeys--> TlsIdentity --> ListenerTls: the context in force --> SslHandler of one connection
 *        ^                                              ^
 *        +------------- CertificateWatch ---------------+            TlsTasks: what of a handshake takes long
 * </pre>
 *
 * <p>Files are read at start and by the watch's own thread; event loops only take what is there. Imports {@code config}, {@code watch} and
 * Netty.
 */
package io.segue.proxy.data.net.tls;
