package io.segue.proxy.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.segue.proxy.differential.Script.Step;
import io.segue.proxy.testing.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A client that follows a script and keeps what it hears. One thread writes, another reads, so that neither side can be stuck with full
 * buffers.
 */
final class Client implements AutoCloseable {

    private static final long LIMIT_MILLIS = 60_000;
    private static final long SILENCE_MILLIS = 3;

    private final Socket socket;
    private final OutputStream out;
    private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final Thread reader;
    private boolean ended;

    Client(int port) throws IOException {
        socket = new Socket(PostgresServer.HOST, port);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        reader = Thread.ofVirtual().start(this::read);
    }

    void startUp(Map<String, String> parameters) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(Map.of("user", PostgresServer.SUPERUSER, "database", "postgres"));
        all.putAll(parameters);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(ByteBuffer.allocate(4).putInt(3 << 16).array());
        all.forEach((name, value) -> body.writeBytes((name + "\0" + value + "\0").getBytes(UTF_8)));
        body.write(0);
        out.write(ByteBuffer.allocate(4).putInt(body.size() + 4).array());
        out.write(body.toByteArray());
    }

    /** Until the server is ready for the first time, or has hung up. @return false when neither happens */
    boolean listenUntilReady() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        synchronized (heard) {
            while (heard().status() == ' ' && !ended && System.nanoTime() < deadline) {
                heard.wait(LIMIT_MILLIS);
            }
            return heard().status() != ' ' || ended;
        }
    }

    void say(Step.Say say) {
        unsent.writeBytes(say.bytes());
    }

    /** Sends all that was said since the last time. A server that has hung up hears nothing, which is no error here. */
    void send() {
        try {
            out.write(unsent.toByteArray());
        } catch (IOException e) {
            // What the server said before it hung up is what counts.
        }
        unsent.reset();
    }

    /** Until nothing has come for a moment; how many bytes have come then. */
    int listenUntilSilence() throws InterruptedException {
        send();
        synchronized (heard) {
            int before = -1;
            while (before != heard.size() && !ended) {
                before = heard.size();
                heard.wait(SILENCE_MILLIS);
            }
            return heard.size();
        }
    }

    /** @return false when they do not come */
    boolean listenUntil(int bytes) throws InterruptedException {
        send();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        synchronized (heard) {
            while (heard.size() < bytes && !ended && System.nanoTime() < deadline) {
                heard.wait(LIMIT_MILLIS);
            }
            return heard.size() >= bytes;
        }
    }

    /** Says no more, and listens until the server hangs up. @return false when it does not */
    boolean listenUntilEnd() throws InterruptedException {
        send();
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It has hung up already.
        }
        return reader.join(Duration.ofMillis(LIMIT_MILLIS));
    }

    boolean hasEnded() {
        synchronized (heard) {
            return ended;
        }
    }

    int heardBytes() {
        synchronized (heard) {
            return heard.size();
        }
    }

    ServerStream heard() {
        synchronized (heard) {
            return ServerStream.of(heard.toByteArray());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void read() {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = socket.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                synchronized (heard) {
                    heard.write(buffer, 0, read);
                    heard.notifyAll();
                }
            }
        } catch (IOException e) {
            // A reset is an end, too.
        } finally {
            synchronized (heard) {
                ended = true;
                heard.notifyAll();
            }
        }
    }
}
