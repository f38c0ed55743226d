package io.segue.proxy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.data.net.MemoryLoop;
import io.segue.proxy.data.net.MemorySockets;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.data.session.MemoryPlane;
import io.segue.proxy.gate.ShardGate;
import io.segue.proxy.watch.Roster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Clients, the real data plane and the servers of the model, on loops that are stepped as the seed says: those of the proxy, and one for everybody
 * outside of it.
 */
final class SimTraffic {

    static final int LOOPS = 2;

    private static final int CLIENTS = 4;
    private static final int MOST_TASKS = 16;
    private static final int MOST_TASKS_OUTSIDE = 40;
    private static final int LAGS_ONE_TICK_IN = 150;
    private static final int MOST_TICKS_OF_LAG = 40;

    /** In a long wait more happens than in a short one. */
    private static final Duration SLICE = Duration.ofMillis(4);

    /** In which every limit of a proxy that is left alone has passed. */
    private static final int SECONDS_TO_AN_END = 30;

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, true);
    private final MemoryLoop outside = new MemoryLoop();
    private final Transport transportOutside = MemorySockets.transport(List.of(outside), memory);
    private final Path directory;
    private final Random random;
    private final Books books;
    private final Consumer<String> notes;
    private final List<SimServer> servers;
    private List<MemoryLoop> loops = List.of();
    private List<SimClient> clients = List.of();
    private final int[] lags = new int[LOOPS];
    private MemoryPlane plane;

    /** @param directory for sockets */
    SimTraffic(World world, Books books, Random random, Path directory, Consumer<String> notes) {
        this.directory = directory;
        this.random = random;
        this.books = books;
        this.notes = notes;
        this.servers = World.SHARD.nodes().stream()
                .map(node -> new SimServer(node, world, transportOutside, outside, directory, random))
                .toList();
    }

    /** A proxy starts. @return its loops */
    List<MemoryLoop> newLoops() {
        loops = Stream.generate(MemoryLoop::new).limit(LOOPS).toList();
        return loops;
    }

    /** It listens, and its clients come. @param roster of its sessions */
    void begin(ShardGate gate, Roster roster) {
        Transport transport = MemorySockets.transport(loops, memory);
        promptly(() -> plane = new MemoryPlane(transport, loops, directory, World.SHARD, gate, ModelProxy.limits(), roster));
        List<SimClient> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            all.add(new SimClient("client " + i, this::connect, random, books, notes));
        }
        clients = all;
    }

    private ChannelFuture connect(Supplier<ChannelInboundHandlerAdapter> handler) {
        return transportOutside.localServerLink(outside, Duration.ofSeconds(1))
                .handler(handler.get())
                .connect(transportOutside.local(plane.address()));
    }

    List<SimClient> clients() {
        return clients;
    }

    /** What is under way, for people. */
    String state() {
        return plane.state();
    }

    /** So much time passes: each loop does some of what waits for it, each server and each client perhaps something. */
    void pass(Duration time) {
        Duration slice = time.compareTo(SLICE) < 0 ? time : SLICE;
        for (Duration left = time; left.isPositive(); left = left.minus(slice)) {
            passOnce(slice);
        }
    }

    private void passOnce(Duration time) {
        outside.pass(time);
        outside.now(() -> servers.forEach(server -> server.pass(time)));
        step(outside, random.nextInt(MOST_TASKS_OUTSIDE));
        for (int i = 0; i < loops.size(); i++) {
            loops.get(i).pass(time);
            step(loops.get(i), random.nextInt(lags(i) ? 2 : MOST_TASKS));
        }
        for (SimClient client : clients) {
            if (random.nextInt(3) == 0) {
                outside.now(client::step);
            }
        }
        books.throwWhatWasBroken();
    }

    private boolean lags(int loop) {
        if (lags[loop]-- <= 0) {
            lags[loop] = random.nextInt(LAGS_ONE_TICK_IN) == 0 ? random.nextInt(MOST_TICKS_OF_LAG) : 0;
        }
        return lags[loop] > 0;
    }

    private static void step(MemoryLoop loop, int tasks) {
        for (int left = tasks; left > 0 && loop.step(); left--) {
            // one after the other
        }
    }

    /** The proxy is no more: everybody loses it. Of what it had in memory, and of what was on its way, nothing may be left. */
    void end() {
        if (plane == null) {
            return;
        }
        books.cutOff();
        servers.forEach(server -> server.deaf(true));
        outside.now(() -> clients.forEach(SimClient::cutOff));
        clients = List.of();
        promptly(plane::stopAccepting);
        for (int second = 0; second < SECONDS_TO_AN_END; second++) {
            outside.pass(Duration.ofSeconds(1));
            loops.forEach(loop -> loop.pass(Duration.ofSeconds(1)));
            settle();
        }
        servers.forEach(server -> server.deaf(false));
        plane = null;
        books.throwWhatWasBroken();
        assertThat(memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory()).as("bytes of buffers that nobody has released").isZero();
    }

    private void settle() {
        boolean more = true;
        while (more) {
            more = outside.step();
            for (MemoryLoop loop : loops) {
                more |= loop.step();
            }
        }
    }

    /** Nobody can connect to the servers any more. */
    void close() {
        servers.forEach(SimServer::close);
    }

    private void promptly(Runnable work) {
        Runnable all = work;
        for (MemoryLoop loop : loops) {
            Runnable inner = all;
            all = () -> loop.promptly(inner);
        }
        all.run();
    }
}
