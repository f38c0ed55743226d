package io.segue.cli.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A relay in front of a node that says back what it hears. */
class RelayTest {

    private static final int LIMIT_MILLIS = 60_000;
    private static final int MOMENT_MILLIS = 100;

    private ServerSocket node;
    private Relay relay;

    @BeforeEach
    void open() throws IOException {
        node = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofPlatform().daemon().start(this::echo);
        relay = Relay.open(node.getLocalPort(), "segue");
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        node.close();
    }

    @Test
    void passesBytesBothWays() throws IOException {
        try (Socket client = begin("app")) {
            assertThat(said(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void cutsOneKindAndLeavesTheOthers() throws IOException {
        try (Socket session = begin("app");
                Socket control = begin("segue")) {
            relay.cut(Traffic.SESSIONS);

            assertThatThrownBy(() -> said(session, "x")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> begin("app")).isInstanceOf(IOException.class);
            assertThat(said(control, "still")).isEqualTo("still");
        }
        relay.mend();
        try (Socket session = begin("app")) {
            assertThat(said(session, "again")).isEqualTo("again");
        }
    }

    @Test
    void aFrozenConnectionGoesOnWhereItStood() throws IOException {
        try (Socket session = begin("app")) {
            relay.freeze(Traffic.SESSIONS);
            session.getOutputStream().write("late".getBytes(StandardCharsets.US_ASCII));
            session.setSoTimeout(MOMENT_MILLIS);
            assertThatThrownBy(() -> session.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            relay.mend();

            session.setSoTimeout(LIMIT_MILLIS);
            assertThat(heard(session, "late".length())).isEqualTo("late");
        }
    }

    /** A start-up packet, which the echo gives back. */
    private Socket begin(String user) throws IOException {
        byte[] parameters = ("user\0" + user + "\0\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer packet = ByteBuffer.allocate(8 + parameters.length);
        packet.putInt(packet.capacity()).putInt(3 << 16).put(parameters);
        Socket socket = new Socket(Relay.HOST, node.getLocalPort());
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.getOutputStream().write(packet.array());
        heard(socket, packet.capacity());
        return socket;
    }

    private static String said(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return heard(socket, text.length());
    }

    private static String heard(Socket socket, int bytes) throws IOException {
        byte[] heard = socket.getInputStream().readNBytes(bytes);
        if (heard.length < bytes) {
            throw new IOException("the connection has ended");
        }
        return new String(heard, StandardCharsets.US_ASCII);
    }

    private void echo() {
        try {
            while (true) {
                Socket socket = node.accept();
                Thread.ofPlatform().daemon().start(() -> {
                    try (socket; InputStream in = socket.getInputStream()) {
                        in.transferTo(socket.getOutputStream());
                    } catch (IOException e) {
                        // The client is gone.
                    }
                });
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }
}
