package io.segue.cli.storm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a node and everybody who reaches it at {@link #HOST}, and cuts or stops what passes, by what it is for. A thread for each
 * direction of each connection.
 */
final class Relay implements AutoCloseable {

    /** The loopback's other address: the node itself listens on 127.0.0.1, on the same port. */
    static final String HOST = "127.0.0.2";

    private static final String NODE_HOST = "127.0.0.1";
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int BACKLOG = 256;
    private static final int LENGTH_BYTES = 4;
    /** What a server takes at most (postmaster.c, MAX_STARTUP_PACKET_LENGTH). */
    private static final int MAX_PACKET_BYTES = 10_000;
    /** SSLRequest and GSSENCRequest are that long, and a StartupMessage with a user never is. */
    private static final int REQUEST_BYTES = 8;

    private final int port;
    private final String controlRole;
    private final ServerSocket listener;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private final Switches switches = new Switches();

    private Relay(int port, String controlRole, ServerSocket listener) {
        this.port = port;
        this.controlRole = controlRole;
        this.listener = listener;
    }

    static Relay open(int port, String controlRole) throws IOException {
        ServerSocket listener = new ServerSocket(port, BACKLOG, InetAddress.ofLiteral(HOST));
        Relay relay = new Relay(port, controlRole, listener);
        start("relay " + port, relay::accept);
        return relay;
    }

    /** Ends what is there of that traffic, and refuses more of it until {@link #mend}. */
    void cut(Traffic traffic) {
        switches.set(traffic, Switches.State.CUT);
        pairs.stream().filter(pair -> pair.traffic == traffic).forEach(Pair::reset);
    }

    /** Lets nothing of that traffic through, and ends none of it, until {@link #mend}. */
    void freeze(Traffic traffic) {
        switches.set(traffic, Switches.State.FROZEN);
    }

    /** Everything passes again. */
    void mend() {
        switches.mend();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        switches.mend();
        pairs.forEach(Pair::reset);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                start("relay " + port + " connection", () -> serve(client));
            }
        } catch (IOException e) {
            // Closed: the storm is over.
        }
    }

    /** The start-up is passed on packet by packet until it says what the connection is for. */
    private void serve(Socket client) {
        try {
            Socket node = new Socket();
            node.connect(new InetSocketAddress(NODE_HOST, port));
            client.setTcpNoDelay(true);
            node.setTcpNoDelay(true);
            Pair pair = new Pair(client, node);
            try {
                byte[] packet = packet(client.getInputStream());
                while (packet.length == REQUEST_BYTES) {
                    node.getOutputStream().write(packet);
                    int answer = node.getInputStream().read();
                    client.getOutputStream().write(answer);
                    packet = packet(client.getInputStream());
                }
                pair.run(Traffic.of(packet, controlRole), packet);
            } catch (IOException e) {
                pair.reset();
            }
        } catch (IOException e) {
            // The node does not listen; then nor do we.
            close(client);
        }
    }

    private static byte[] packet(InputStream in) throws IOException {
        byte[] length = in.readNBytes(LENGTH_BYTES);
        if (length.length < LENGTH_BYTES) {
            throw new IOException("no start-up packet");
        }
        int bytes = (length[0] & 0xFF) << 24 | (length[1] & 0xFF) << 16 | (length[2] & 0xFF) << 8 | length[3] & 0xFF;
        if (bytes < REQUEST_BYTES || bytes > MAX_PACKET_BYTES) {
            throw new IOException("not a start-up packet");
        }
        byte[] packet = new byte[bytes];
        System.arraycopy(length, 0, packet, 0, LENGTH_BYTES);
        if (in.readNBytes(packet, LENGTH_BYTES, bytes - LENGTH_BYTES) < bytes - LENGTH_BYTES) {
            throw new IOException("half a start-up packet");
        }
        return packet;
    }

    private static void start(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }

    private static void close(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    /** The two halves of a connection. */
    private final class Pair {

        private final Socket client;
        private final Socket node;
        private volatile Traffic traffic = Traffic.SESSIONS;

        Pair(Socket client, Socket node) {
            this.client = client;
            this.node = node;
        }

        void run(Traffic kind, byte[] packet) throws IOException {
            traffic = kind;
            pairs.add(this);
            if (!switches.awaitPassage(kind)) {
                reset();
                return;
            }
            node.getOutputStream().write(packet);
            start("relay " + port + " back", () -> copy(node, client));
            copy(client, node);
        }

        /** Until one side has said all it had to say: then the other one is let go, too. */
        private void copy(Socket from, Socket to) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (!switches.awaitPassage(traffic)) {
                        reset();
                        return;
                    }
                    out.write(buffer, 0, count);
                }
                pairs.remove(this);
                to.close();
                from.close();
            } catch (IOException e) {
                reset();
            }
        }

        /** Both sides learn at once that there is nobody any more. */
        void reset() {
            pairs.remove(this);
            close(client);
            close(node);
        }
    }
}
