package io.segue.proxy.data.session;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A relay in front of a server that counts how many log in at the same time: from the connection to the first ReadyForQuery. */
final class LoginCounter implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger all = new AtomicInteger();

    LoginCounter(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    int mostAtOnce() {
        return most.get();
    }

    int logins() {
        return all.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                all.incrementAndGet();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> ask(client, server));
                Thread.ofVirtual().start(() -> answer(server, client));
            } catch (IOException e) {
                // closed by the test, or a client that has left
            }
        }
    }

    private static void ask(Socket client, Socket server) {
        try (client; server) {
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException e) {
            // the other direction has closed both
        }
    }

    private void answer(Socket server, Socket client) {
        try (server; client) {
            DataInputStream in = new DataInputStream(server.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            byte type;
            do {
                type = in.readByte();
                int length = in.readInt();
                byte[] body = in.readNBytes(length - Integer.BYTES);
                if (type == 'Z') {
                    underWay.decrementAndGet();
                }
                out.write(new byte[] {type, (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length});
                out.write(body);
                out.flush();
            } while (type != 'Z');
            in.transferTo(out);
        } catch (IOException e) {
            // the other direction has closed both
        }
    }
}
