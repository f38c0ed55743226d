package io.segue.proxy.data.login;

import io.netty.channel.Channel;
import io.segue.proxy.data.net.ChannelBinding;
import io.segue.proxy.data.net.ClientAddress;
import io.segue.proxy.data.net.ClientSecurity;
import java.net.InetAddress;
import java.util.Optional;

/**
 * How a client is connected.
 *
 * @param host empty for a connection that does not leave the machine
 */
record ClientOrigin(Optional<InetAddress> host, Protection protection) {

    /** Whether others can read what is said. */
    sealed interface Protection {

        record Plain() implements Protection {}

        /**
         * @param endPoint the hash of our certificate; empty when it has none
         * @param certificate the client's, which is valid
         */
        record Encrypted(Optional<byte[]> endPoint, Optional<Names> certificate) implements Protection {}
    }

    /** Who a certificate says somebody is. */
    record Names(Optional<String> commonName, String distinguishedName) {}

    static ClientOrigin of(Channel channel) {
        return new ClientOrigin(
                ClientAddress.of(channel) instanceof ClientAddress.Tcp tcp ? Optional.of(tcp.host()) : Optional.empty(),
                protection(ClientSecurity.of(channel)));
    }

    private static Protection protection(ClientSecurity security) {
        return switch (security) {
            case ClientSecurity.Plain() -> new Protection.Plain();
            case ClientSecurity.Encrypted encrypted -> new Protection.Encrypted(
                    encrypted.binding().map(ChannelBinding::bytes),
                    encrypted.certificate().map(names -> new Names(names.commonName(), names.distinguishedName())));
        };
    }

    boolean isEncrypted() {
        return protection instanceof Protection.Encrypted;
    }

    boolean isLocal() {
        return host.isEmpty();
    }

    /** As the server names a client in its errors. */
    String hostText() {
        return host.map(InetAddress::getHostAddress).orElse("[local]");
    }

    /** To what an exchange can be bound. */
    Optional<byte[]> endPoint() {
        return protection instanceof Protection.Encrypted(Optional<byte[]> endPoint, var _) ? endPoint : Optional.empty();
    }

    Optional<Names> certificate() {
        return protection instanceof Protection.Encrypted(var _, Optional<Names> certificate) ? certificate : Optional.empty();
    }
}
