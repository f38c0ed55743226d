package io.segue.cli.hostile;

import io.segue.cli.stage.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A crowd of one kind: as many connections as asked for, each made anew when the proxy has closed it, until told to stop. */
final class Peers implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int BETWEEN_WORDS_MILLIS = 500;
    /** At the same time, so that the crowd and not its beginning is what is measured. */
    private static final int CONNECTING = 500;

    private final Kind kind;
    private final int port;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore connecting = new Semaphore(CONNECTING);
    private final AtomicInteger connected = new AtomicInteger();
    private volatile boolean over;

    Peers(Kind kind, int port, int count) {
        this.kind = kind;
        this.port = port;
        for (int i = 0; i < count; i++) {
            threads.execute(this::comeAgain);
        }
    }

    /** Connections that the proxy's machine has accepted so far. */
    int connected() {
        return connected.get();
    }

    private void comeAgain() {
        while (!over) {
            try (Socket socket = new Socket()) {
                come(socket);
            } catch (IOException refused) {
                // Closed or refused: that is what the proxy is for.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void come(Socket socket) throws IOException, InterruptedException {
        connecting.acquire();
        try {
            socket.connect(new InetSocketAddress(Server.HOST, port), CONNECT_MILLIS);
        } finally {
            connecting.release();
        }
        connected.incrementAndGet();
        Random random = ThreadLocalRandom.current();
        socket.getOutputStream().write(kind.firstWords(random));
        socket.setSoTimeout(BETWEEN_WORDS_MILLIS);
        while (!over) {
            try {
                if (socket.getInputStream().read() < 0) {
                    return;
                }
            } catch (SocketTimeoutException quiet) {
                if (kind == Kind.SLOW) {
                    socket.getOutputStream().write(0);
                }
            }
        }
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
        threads.close();
    }
}
