package io.segue.proxy.simulation;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.segue.protocol.message.CancelRequest;
import io.segue.proxy.control.migration.model.ModelServer;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.data.net.MemoryLoop;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.data.session.MemoryPlane;
import io.segue.proxy.route.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What clients of a node meet: speaks the protocol in front of a server of the model, as long as that runs. A cut network delivers nothing; who
 * waits for an answer beyond it is told by the kernel, in the end, that nobody is there.
 */
final class SimServer {

    /** As the proxy has its sockets watched: so long without an acknowledgement. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Node node;
    private final World world;
    private final MemoryLoop loop;
    private final Random random;
    private final List<SimBackend> backends = new ArrayList<>();
    private Channel listener;
    private boolean deaf;
    private int ends;
    private int lastProcess;
    private Duration cutFor = Duration.ZERO;

    /**
     * @param loop of {@code transport}, on which it lives
     * @param directory of its socket
     */
    SimServer(Node node, World world, Transport transport, MemoryLoop loop, Path directory, Random random) {
        this.node = node;
        this.world = world;
        this.loop = loop;
        this.random = random;
        loop.promptly(() -> listener = transport.localListener()
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        welcome(channel);
                    }
                })
                .bind(transport.local(MemoryPlane.addressOf(node, directory)))
                .syncUninterruptibly()
                .channel());
    }

    /** Nobody can connect to it any more. */
    void close() {
        loop.promptly(() -> listener.close().syncUninterruptibly());
    }

    private void welcome(Channel channel) {
        if (deaf) {
            channel.close();
            return;
        }
        SimBackend backend = new SimBackend(this, ++lastProcess, random);
        backends.add(backend);
        channel.closeFuture().addListener(_ -> backends.remove(backend));
        channel.pipeline().addLast(backend);
    }

    Node node() {
        return node;
    }

    World world() {
        return world;
    }

    ModelServer server() {
        return world.node(node).server();
    }

    /** So much time passes. On its loop. */
    void pass(Duration time) {
        if (server().ends() != ends) {
            ends = server().ends();
            all().forEach(backend -> backend.serverEnds(server().endedInOrder()));
        }
        if (server().ailments().unreachable()) {
            cutFor = cutFor.plus(time);
            all().stream().filter(SimBackend::isOwing).filter(_ -> cutFor.compareTo(SILENCE) > 0 || random.nextInt(200) == 0).forEach(SimBackend::lose);
        } else {
            cutFor = Duration.ZERO;
            all().stream().filter(_ -> random.nextInt(3) > 0).forEach(SimBackend::step);
        }
    }

    /** As long as it runs and can be reached. */
    boolean isUp() {
        return server().answers() && server().ends() == ends;
    }

    void cancel(CancelRequest request) {
        all().forEach(backend -> backend.cancel(request));
    }

    /** From now on nobody is let in, or as before. Who is there is cut off. */
    void deaf(boolean now) {
        deaf = now;
        loop.now(() -> all().forEach(SimBackend::lose));
    }

    private List<SimBackend> all() {
        return List.copyOf(backends);
    }
}
