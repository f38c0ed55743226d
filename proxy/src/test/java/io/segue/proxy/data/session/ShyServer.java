package io.segue.proxy.data.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A relay in front of a server that hangs up on the first connections and passes the rest. */
final class ShyServer implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final AtomicInteger refusals;

    ShyServer(int target, int refusals) {
        this.target = target;
        this.refusals = new AtomicInteger(refusals);
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (refusals.getAndDecrement() > 0) {
                    client.close();
                } else {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                    Thread.ofVirtual().start(() -> pass(client, server));
                    Thread.ofVirtual().start(() -> pass(server, client));
                }
            } catch (IOException e) {
                // closed by the test, or a client that has left
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from; to; InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // the other direction has closed both
        }
    }
}
