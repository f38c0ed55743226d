package io.segue.proxy.data.session;

import io.segue.proxy.data.net.tls.TlsHandshake;

/** How far a connection has come before its start-up packet. */
sealed interface StartupPhase {

    /** A packet without a type is due. */
    record Reading(Encryption encryption) implements StartupPhase {}

    /** TLS takes the bytes until it is agreed upon. */
    record ShakingHands(TlsHandshake handshake, Way way) implements StartupPhase {}

    /** Somebody else has the connection, or it is closing. */
    record Over() implements StartupPhase {}

    /** What has been said of encryption. A client may ask for the other kind when one was declined, as often as the server lets it. */
    enum Encryption {
        NOT_ASKED,
        TLS_DECLINED,
        GSS_DECLINED,
        TLS;

        boolean mayAskForTls() {
            return this == NOT_ASKED || this == GSS_DECLINED;
        }

        boolean mayAskForGss() {
            return this == NOT_ASKED || this == TLS_DECLINED;
        }
    }

    /** How a client came to TLS. */
    enum Way {
        /** By SSLRequest. */
        ASKED,
        /** By SSLRequest with bytes behind it that were not waited for; the client is told when nobody in between can hear it. */
        ASKED_WITH_BYTES_BEHIND,
        /** At once, which takes the protocol's name in ALPN. */
        DIRECT
    }
}
