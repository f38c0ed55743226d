package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramClient;
import io.segue.protocol.login.ScramSha256;
import io.segue.protocol.message.BackendType;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.SASLInitialResponse;
import io.segue.protocol.message.SASLResponse;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import io.segue.proxy.testing.PostgresServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends what the test says, as many queries at once as it says, and hears answers as text. */
final class RawClient {

    private final Socket socket;
    private final DataInputStream in;
    private final Map<String, String> parameters = new TreeMap<>();
    private char status;

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(60_000);
    }

    void logIn() throws IOException {
        ScramClient scram = ScramClient.withPassword(new PlainPassword(PostgresServer.PASSWORD), ScramSha256.nonce(new SecureRandom()));
        socket.getOutputStream().write(Stranger.startup("postgres"));
        read();
        send(new SASLInitialResponse(ScramSha256.MECHANISM, scram.first()));
        byte[] challenge = read();
        send(new SASLResponse(scram.answer(Arrays.copyOfRange(challenge, 5, challenge.length)).message()));
        awaitReady();
    }

    /** Sends them in one go. */
    void query(String... queries) throws IOException {
        send(Arrays.stream(queries).map(Query::new).toArray(FrontendMessage[]::new));
    }

    /** Everything up to the next ReadyForQuery. */
    String awaitReady() throws IOException {
        StringBuilder heard = new StringBuilder();
        byte[] message = read();
        while (message[0] != 'Z') {
            heard.append(new String(message, UTF_8)).append('\n');
            message = read();
        }
        status = (char) message[1];
        return heard.toString();
    }

    /** The next message, of whatever kind. */
    String hear() throws IOException {
        return new String(read(), UTF_8);
    }

    /** What the last ReadyForQuery said of the transaction: I, T or E. */
    char status() {
        return status;
    }

    /** What the server has reported of its settings, the last of each. */
    Map<String, String> parameters() {
        return Map.copyOf(parameters);
    }

    /** Prepares a statement by the protocol, and hears what comes of it. */
    String prepare(String name, String text) throws IOException {
        send(new Parse(name, text, List.of()), new Sync());
        return awaitReady() + status;
    }

    /** Closes a prepared statement by the protocol, and hears what comes of it. */
    String unprepare(String name) throws IOException {
        send(new Close(Target.STATEMENT, name), new Sync());
        return awaitReady() + status;
    }

    /** Sends a query and hears its answer, with the status at its end. */
    String answer(String query) throws IOException {
        query(query);
        return awaitReady() + status;
    }

    /** Sends them in one go. */
    void send(FrontendMessage... messages) throws IOException {
        ByteBuf out = Unpooled.buffer();
        Arrays.stream(messages).forEach(message -> message.encode(out));
        socket.getOutputStream().write(out.array(), 0, out.readableBytes());
    }

    /** The type, and the body behind it. */
    private byte[] read() throws IOException {
        byte type = in.readByte();
        byte[] body = in.readNBytes(in.readInt() - Integer.BYTES);
        byte[] message = new byte[body.length + 1];
        message[0] = type;
        System.arraycopy(body, 0, message, 1, body.length);
        if (type == BackendType.PARAMETER_STATUS) {
            ParameterStatus report = ParameterStatus.decode(Unpooled.wrappedBuffer(body));
            parameters.put(report.name(), report.value());
        }
        return message;
    }
}
