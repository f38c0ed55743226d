package io.segue.proxy.testing;

import static io.segue.proxy.testing.Patience.await;

import io.segue.protocol.message.BackendType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients in any number on one thread, who log in without a password and have one statement under way at a time, numbered by each for itself. Whatever
 * any of them hears that is not an answer is kept as an error. Plain sockets: the search for lost buffers, which the tests run with, would cost more than the clients.
 */
public final class ManyClients implements AutoCloseable {

    /** More at once would only wait in the kernel's queue. */
    private static final int LOGINS_AT_ONCE = 200;
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int LONGEST_MESSAGE = 8_192;
    private static final int VERSION_3 = 3 << 16;

    private final Selector selector;
    private final Thread thread = new Thread(this::run, "many-clients");
    private final List<Client> clients = new ArrayList<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final List<Answered> answers = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger present = new AtomicInteger();
    private volatile boolean over;

    /** One statement's way. */
    public record Answered(int client, long sentNanos, long nanos) {

        public double milliseconds() {
            return (nanos - sentNanos) / 1e6;
        }
    }

    private ManyClients() throws IOException {
        selector = Selector.open();
        thread.start();
    }

    /** All of them are logged in when this returns. */
    public static ManyClients logIn(int port, String database, String user, int number) throws IOException {
        ManyClients crowd = new ManyClients();
        try {
            byte[] startup = startup(database, user);
            for (int i = 0; i < number; i++) {
                crowd.awaitPresent(i + 1 - LOGINS_AT_ONCE);
                crowd.enter(port, startup);
            }
            crowd.awaitPresent(number);
            if (!crowd.errors.isEmpty()) {
                throw new AssertionError("the clients cannot log in: " + crowd.errors.peek());
            }
            return crowd;
        } catch (IOException | RuntimeException | AssertionError e) {
            crowd.close();
            throw e;
        }
    }

    private void awaitPresent(int number) {
        if (present.get() < number) {
            await().pollInterval(POLL).until(() -> present.get() >= number || !errors.isEmpty());
        }
    }

    private void enter(int port, byte[] startup) throws IOException {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        Client client = new Client(clients.size(), socket);
        clients.add(client);
        socket.write(ByteBuffer.wrap(startup));
        socket.configureBlocking(false);
        perform(() -> socket.register(selector, SelectionKey.OP_READ, client));
    }

    private static byte[] startup(String database, String user) {
        byte[] parameters = "user\0%s\0database\0%s\0\0".formatted(user, database).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Integer.BYTES + parameters.length)
                .putInt(2 * Integer.BYTES + parameters.length).putInt(VERSION_3).put(parameters).array();
    }

    /** Everything that a client was told beside answers, and every connection that ended. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** Of all statements so far, in their order. */
    public List<Answered> answers() {
        synchronized (answers) {
            return List.copyOf(answers);
        }
    }

    /** The clients from the one number to below the other send one statement each. */
    public void send(int from, int to) {
        perform(() -> {
            for (Client client : clients.subList(from, to)) {
                client.send();
            }
        });
    }

    /** So many statements have been answered in all, or somebody had an error. */
    public void awaitAnswers(int number) {
        await().pollInterval(POLL).until(() -> answers.size() >= number || !errors.isEmpty());
    }

    /** How many statements of that client were answered. */
    public int acknowledged(int client) {
        return clients.get(client).acknowledged;
    }

    @Override
    public void close() {
        over = true;
        selector.wakeup();
        try {
            thread.join();
            for (Client client : clients) {
                client.socket.close();
            }
            selector.close();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the clients do not end", e);
        }
    }

    // ---- the thread

    private interface Task {
        void run() throws IOException;
    }

    private void perform(Task task) {
        tasks.add(() -> {
            try {
                task.run();
            } catch (IOException e) {
                errors.add(e.toString());
            }
        });
        selector.wakeup();
    }

    private void run() {
        while (!over) {
            try {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                selector.select(key -> ((Client) key.attachment()).read(key));
            } catch (IOException e) {
                errors.add(e.toString());
                over = true;
            }
        }
    }

    private final class Client {

        private final int number;
        private final SocketChannel socket;
        private final ByteBuffer in = ByteBuffer.allocate(LONGEST_MESSAGE);
        private long sentNanos;
        private volatile int sent;
        private volatile int acknowledged;

        Client(int number, SocketChannel socket) {
            this.number = number;
            this.socket = socket;
        }

        void send() throws IOException {
            byte[] text = "INSERT INTO done VALUES (%d, %d)\0".formatted(number, sent + 1).getBytes(StandardCharsets.UTF_8);
            ByteBuffer query = ByteBuffer.allocate(1 + Integer.BYTES + text.length).put((byte) 'Q').putInt(Integer.BYTES + text.length).put(text).flip();
            sentNanos = System.nanoTime();
            sent++;
            socket.write(query);
            if (query.hasRemaining()) {
                throw new IOException(this + ": the kernel does not take a statement");
            }
        }

        void read(SelectionKey key) {
            try {
                if (socket.read(in) < 0) {
                    throw new IOException("the connection was closed");
                }
                in.flip();
                while (in.remaining() > Integer.BYTES && in.remaining() > in.getInt(in.position() + 1)) {
                    int end = in.position() + 1 + in.getInt(in.position() + 1);
                    hear(in.get(in.position()), end);
                    in.position(end);
                }
                in.compact();
            } catch (IOException e) {
                key.cancel();
                errors.add(this + ": " + e.getMessage());
            }
        }

        private void hear(byte type, int end) throws IOException {
            switch (type) {
                case BackendType.READY_FOR_QUERY -> ready();
                case BackendType.ERROR_RESPONSE -> errors.add(
                        this + ": " + new String(in.array(), in.position(), end - in.position(), StandardCharsets.UTF_8).replace('\0', ' '));
                default -> { }
            }
        }

        private void ready() throws IOException {
            if (sent == 0) {
                present.incrementAndGet();
                return;
            }
            if (acknowledged == sent) {
                errors.add(this + ": answered twice");
            }
            acknowledged++;
            answers.add(new Answered(number, sentNanos, System.nanoTime()));
        }

        @Override
        public String toString() {
            return "client " + number;
        }
    }
}
