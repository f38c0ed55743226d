package io.segue.proxy;

import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.NodeTls;
import io.segue.proxy.config.SegueConfig;
import io.segue.proxy.config.SegueConfig.Listener;
import io.segue.proxy.config.TlsFiles;
import io.segue.proxy.data.net.tls.CertificateWatch;
import io.segue.proxy.data.net.tls.ListenerTls;
import io.segue.proxy.data.net.tls.ServerTls;
import io.segue.proxy.data.net.tls.TlsTasks;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.watch.Meters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The certificates of all listeners, the watch over their files, what is asked of those of the servers, and the threads of all handshakes.
 * Listeners with one certificate share it.
 */
final class CertificateRoom implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** The rest of the machine is for the event loops and the servers. */
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final TlsTasks tasks;
    private final Map<TlsFiles, ListenerTls> open = new LinkedHashMap<>();

    private final Map<Node, ServerTls> servers = new LinkedHashMap<>();

    /** What is open, to be closed in reverse. */
    private final List<Runnable> closers = new ArrayList<>();

    private CertificateRoom(int waiting) {
        tasks = new TlsTasks(THREADS, waiting);
        closers.add(tasks::close);
    }

    /** @throws IOException with the file that cannot be used, and why */
    static CertificateRoom open(SegueConfig config, Meters meters) throws IOException {
        CertificateRoom room = new CertificateRoom(config.limits().clients().halfOpenLogins());
        try {
            room.load(config.listeners(), meters);
            room.believe(config.nodes().values());
            return room;
        } catch (IOException e) {
            room.close();
            throw e;
        }
    }

    private void load(List<Listener> listeners, Meters meters) throws IOException {
        for (Listener listener : listeners) {
            if (listener.tls().isPresent() && !open.containsKey(listener.tls().get())) {
                ListenerTls tls = new ListenerTls(listener.tls().get(), ListenerTls.provider(), tasks);
                open.put(tls.files(), tls);
                closers.add(tls::close);
                meters.certificateExpiry(tls.files().certificate().toString(), tls::notAfter);
            }
        }
        meters.handshakesWaiting(tasks::waiting);
        closers.add(new CertificateWatch(List.copyOf(open.values()), LOOK, meters)::close);
    }

    private void believe(Collection<NodeConfig> nodes) throws IOException {
        for (NodeConfig node : nodes) {
            if (node.tls().mode() != NodeTls.Mode.DISABLE) {
                ServerTls tls = new ServerTls(node.tls(), node.host(), node.port(), ListenerTls.provider(), tasks);
                servers.put(new Node(node.name(), new Address(node.host(), node.port())), tls);
                closers.add(tls::close);
            }
        }
    }

    /** Of those nodes to which connections are encrypted. */
    Map<Node, ServerTls> servers() {
        return servers;
    }

    Optional<ListenerTls> of(Listener listener) {
        return listener.tls().map(open::get);
    }

    @Override
    public void close() {
        closers.reversed().forEach(Runnable::run);
    }
}
