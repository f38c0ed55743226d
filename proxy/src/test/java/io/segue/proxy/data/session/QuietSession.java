package io.segue.proxy.data.session;

import com.sun.management.ThreadMXBean;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.Sync;
import io.segue.proxy.gate.ReadCatalog;
import io.segue.proxy.gate.ReadMove;
import io.segue.proxy.testing.PostgresServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A program: one session at work outside of a move, then one read of it in a hold. It prints how much its event loop allocates for each transaction. Which
 * classes each part needs the virtual machine says, in the order in which it loads them: {@code -Xlog:class+load}.
 */
final class QuietSession {

    private static final int TRANSACTIONS = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Loaded when what was to be quiet is over. */
    private static final class TheMoveBegins {
        static final String OWNER = "test";
    }

    private interface Work {
        void run() throws IOException;
    }

    private QuietSession() {}

    /** @param arguments the port of a server that asks for no password, and the bytes for each transaction that are few enough */
    public static void main(String[] arguments) throws Exception {
        double few = Double.parseDouble(arguments[1]);
        try (DataPlane plane = DataPlane.before(Integer.parseInt(arguments[0])); Socket socket = new Socket(PostgresServer.HOST, plane.port())) {
            RawClient client = new RawClient(socket);
            socket.getOutputStream().write(Stranger.startup("postgres"));
            client.awaitReady();
            report("simple", few, () -> client.answer("SELECT n + 1 FROM things WHERE n = 7"));
            client.prepare("statement", "SELECT n + 1 FROM things WHERE n = 7");
            FrontendMessage[] execution = {new Bind("", "statement", List.of(), List.of(), List.of()), new Execute("", 0), new Sync()};
            report("prepared", few, () -> {
                client.send(execution);
                client.awaitReady();
            });
            readInAHold(plane, client);
        }
        System.exit(0);
    }

    /** What is not compiled yet allocates what it will not later: the measurement goes on until it is few, or not to become few. */
    private static void report(String mode, double few, Work transaction) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        double bytes;
        do {
            bytes = allocated(transaction);
        } while (bytes > few && System.nanoTime() - end < 0);
        System.out.printf("%s %.1f%n", mode, bytes);
    }

    private static double allocated(Work transaction) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long loop = Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("loop-")).findFirst().orElseThrow().threadId();
        long before = threads.getThreadAllocatedBytes(loop);
        for (int i = 0; i < TRANSACTIONS; i++) {
            transaction.run();
        }
        return (double) (threads.getThreadAllocatedBytes(loop) - before) / TRANSACTIONS;
    }

    /** B is the same server. It only matters that the statement is looked at. */
    private static void readInAHold(DataPlane plane, RawClient client) throws Exception {
        String owner = TheMoveBegins.OWNER.intern() + TheMoveBegins.class.getName();
        plane.gate.warm(plane.nodeB, LIMIT).toCompletableFuture().get(60, TimeUnit.SECONDS);
        ReadMove move = new ReadMove(plane.nodeB, Map.of("postgres", new ReadCatalog(Set.of(), Set.of(), Set.of())));
        plane.gate.hold(owner, LIMIT, Optional.of(move)).toCompletableFuture().get(60, TimeUnit.SECONDS);
        plane.gate.admitAllReads();
        client.answer("SELECT n + 1 FROM things WHERE n = 7");
        plane.gate.release(plane.gate.route());
    }
}
