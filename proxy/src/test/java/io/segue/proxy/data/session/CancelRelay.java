package io.segue.proxy.data.session;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A way to a server on which cancels stop until they are let go; everything else passes. */
final class CancelRelay implements AutoCloseable {

    private static final int CANCEL_CODE = 80877102;

    private final int target;
    private final ServerSocket listener;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    CancelRelay(int target) throws IOException {
        this.target = target;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void awaitCancel() throws InterruptedException {
        if (!arrived.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no cancel has come");
        }
    }

    void letGo() {
        free.countDown();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                Thread.ofVirtual().start(() -> carry(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void carry(Socket client) {
        try (client; Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            sockets.add(server);
            DataInputStream in = new DataInputStream(client.getInputStream());
            int length = in.readInt();
            int code = in.readInt();
            if (code == CANCEL_CODE) {
                arrived.countDown();
                free.await();
            }
            java.io.DataOutputStream out = new java.io.DataOutputStream(server.getOutputStream());
            out.writeInt(length);
            out.writeInt(code);
            out.flush();
            Thread back = Thread.ofVirtual().start(() -> copy(server, client));
            in.transferTo(server.getOutputStream());
            server.shutdownOutput();
            back.join();
        } catch (IOException | InterruptedException e) {
            // one of the two has hung up
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // one of the two has hung up
        }
    }

    @Override
    public void close() {
        try {
            letGo();
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
