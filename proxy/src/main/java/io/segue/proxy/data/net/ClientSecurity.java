package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.Optional;

/**
 * How a client's connection is protected. It stands at the connection from the end of the handshake on, which is before the start-up packet
 * is read. Event loop of the channel.
 */
public sealed interface ClientSecurity {

    AttributeKey<ClientSecurity> KEY = AttributeKey.valueOf(ClientSecurity.class, "security");

    static ClientSecurity of(Channel channel) {
        ClientSecurity said = channel.attr(KEY).get();
        return said == null ? new Plain() : said;
    }

    /** Not at all: neither SSLRequest nor direct TLS came of it. */
    record Plain() implements ClientSecurity {}

    /**
     * By TLS.
     *
     * @param protocol {@code TLSv1.2} or {@code TLSv1.3}
     * @param cipher the cipher suite, as Java and IANA name it
     * @param certificate the client's own, if it sent one; then it was signed by the listener's {@code client-ca}
     * @param binding what SCRAM-SHA-256-PLUS is bound to; empty when the listener's certificate has no hash of its own (Ed25519)
     */
    record Encrypted(String protocol, String cipher, Optional<ClientCertificate> certificate, Optional<ChannelBinding> binding)
            implements ClientSecurity {}
}
