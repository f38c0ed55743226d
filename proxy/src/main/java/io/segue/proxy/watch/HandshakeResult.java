package io.segue.proxy.watch;

/** How a TLS handshake with a client ended. */
public enum HandshakeResult {
    DONE,
    FAILED
}
