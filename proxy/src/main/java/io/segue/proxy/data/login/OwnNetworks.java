package io.segue.proxy.data.login;

import io.segue.proxy.config.hba.AddressPattern.Network;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of this machine, for {@code samehost} and {@code samenet}. Looked up when asked, and not more often than needed. Any thread. */
public final class OwnNetworks {

    private static final Logger log = LoggerFactory.getLogger(OwnNetworks.class);
    private static final Duration FRESH = Duration.ofSeconds(5);

    private volatile Snapshot last = new Snapshot(List.of(), List.of(), System.nanoTime() - FRESH.toNanos());

    private record Snapshot(List<Network> addresses, List<Network> networks, long takenNanos) {

        boolean isFresh() {
            return System.nanoTime() - takenNanos < FRESH.toNanos();
        }
    }

    List<Network> addresses() {
        return current().addresses();
    }

    List<Network> networks() {
        return current().networks();
    }

    private Snapshot current() {
        Snapshot snapshot = last;
        if (!snapshot.isFresh()) {
            snapshot = look();
            last = snapshot;
        }
        return snapshot;
    }

    private static Snapshot look() {
        List<InterfaceAddress> all = List.of();
        try {
            all = NetworkInterface.networkInterfaces().flatMap(each -> each.getInterfaceAddresses().stream()).toList();
        } catch (SocketException e) {
            log.warn("the addresses of this machine are not known, samehost and samenet fit nobody: {}", e.toString());
        }
        return new Snapshot(
                all.stream().map(each -> new Network(each.getAddress(), each.getAddress().getAddress().length * Byte.SIZE)).toList(),
                all.stream().map(each -> new Network(each.getAddress(), each.getNetworkPrefixLength())).toList(),
                System.nanoTime());
    }
}
