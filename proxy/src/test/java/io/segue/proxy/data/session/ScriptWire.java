package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.GSSENCRequest;
import io.segue.protocol.message.SSLRequest;
import io.segue.protocol.message.StartupPacket;
import io.segue.protocol.transcript.Line;
import io.segue.protocol.transcript.Transcript;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;

/** One connection of a script: as a client that talks with Segue, or as the server that Segue talks with. */
final class ScriptWire implements AutoCloseable {

    private static final int LIMIT_MILLIS = 60_000;
    private static final int VALUE_BYTES = 64;

    private final Socket socket;
    private final boolean isClient;
    private final Deque<Line> heard = new ArrayDeque<>();
    private final Transcript transcript = Transcript.fromStart(this::note, VALUE_BYTES);
    private boolean hearsStartup;
    private byte[] lastBody = {};

    private ScriptWire(Socket socket, boolean isClient) throws IOException {
        this.socket = socket;
        this.isClient = isClient;
        this.hearsStartup = !isClient;
        socket.setSoTimeout(LIMIT_MILLIS);
    }

    static ScriptWire ofClient(Socket socket) throws IOException {
        return new ScriptWire(socket, true);
    }

    static ScriptWire ofServer(Socket socket) throws IOException {
        return new ScriptWire(socket, false);
    }

    void say(Line line) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        line.encode(bytes);
        listen(bytes, isClient);
        socket.getOutputStream().write(ByteBufUtil.getBytes(bytes));
    }

    /** The next thing that the other side says. {@link #body} is that of a message. */
    Line hear(boolean isOneByte) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        ByteBuf bytes = Unpooled.buffer();
        if (isOneByte) {
            bytes.writeByte(in.readByte());
        } else if (hearsStartup) {
            packet(in, bytes);
        } else {
            bytes.writeByte(in.readByte());
            body(in, bytes);
        }
        listen(bytes, !isClient);
        assertThat(heard).as("one message is one line").hasSize(1);
        return heard.poll();
    }

    byte[] body() {
        return lastBody;
    }

    private void packet(DataInputStream in, ByteBuf bytes) throws IOException {
        body(in, bytes);
        StartupPacket packet = StartupPacket.decode(Unpooled.wrappedBuffer(lastBody));
        hearsStartup = packet instanceof SSLRequest || packet instanceof GSSENCRequest;
    }

    private void body(DataInputStream in, ByteBuf bytes) throws IOException {
        int length = in.readInt();
        lastBody = new byte[length - Integer.BYTES];
        in.readFully(lastBody);
        bytes.writeInt(length).writeBytes(lastBody);
    }

    private void listen(ByteBuf bytes, boolean fromClient) {
        if (fromClient) {
            transcript.clientBytes(bytes);
        } else {
            transcript.serverBytes(bytes);
        }
    }

    private void note(Line line) {
        if (line.origin() == (isClient ? Line.Origin.SERVER : Line.Origin.CLIENT)) {
            heard.add(line);
        }
    }

    void isClosedByTheOtherSide() throws IOException {
        assertThat(socket.getInputStream().read()).as("end of stream").isEqualTo(-1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
