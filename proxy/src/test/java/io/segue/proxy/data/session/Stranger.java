package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.testing.PostgresServer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A peer that says whatever it likes, byte by byte, and hears what comes back. */
final class Stranger implements AutoCloseable {

    private static final Pattern SQLSTATE = Pattern.compile("\0C([0-9A-Z]{5})\0");
    private static final int PATIENCE_MILLIS = 60_000;
    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 210, 22, 47};

    /** The connection, and what is talked through: itself, or TLS on it. */
    private final Socket connection;
    private final Socket socket;
    private final DataInputStream in;

    Stranger(int port) throws IOException {
        this(connect(port), plain -> plain);
    }

    private Stranger(Socket connection, Layer layer) throws IOException {
        this.connection = connection;
        socket = layer.on(connection);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    private interface Layer {

        Socket on(Socket connection) throws IOException;
    }

    /** Behind an SSLRequest. */
    static Stranger encrypted(int port, SSLSocketFactory tls, String protocol) throws IOException {
        Socket connection = connect(port);
        connection.getOutputStream().write(SSL_REQUEST);
        int answer = connection.getInputStream().read();
        if (answer != 'S') {
            throw new IOException("TLS is answered with " + answer);
        }
        return new Stranger(connection, plain -> {
            SSLSocket encrypted = (SSLSocket) tls.createSocket(plain, "localhost", port, false);
            encrypted.setEnabledProtocols(new String[] {protocol});
            encrypted.startHandshake();
            return encrypted;
        });
    }

    /** Its kernel takes no more than this ahead of it. */
    private static Socket connect(int port) throws IOException {
        Socket connection = new Socket();
        connection.setReceiveBufferSize(128 * 1024);
        connection.connect(new InetSocketAddress("127.0.0.1", port));
        connection.setSoTimeout(PATIENCE_MILLIS);
        connection.setTcpNoDelay(true);
        return connection;
    }

    /** A StartupMessage as a whole packet. */
    static byte[] startup(String database) {
        ByteBuf packet = Unpooled.buffer();
        new StartupMessage(ProtocolVersion.V3_0, Map.of("user", PostgresServer.SUPERUSER, "database", database)).encode(packet);
        return bytes(packet);
    }

    /** A message as its type, the length that it claims, and what comes of its body. */
    static byte[] message(char type, int length, byte[] body) {
        return bytes(Unpooled.buffer().writeByte(type).writeInt(length).writeBytes(body));
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    Stranger says(byte[]... words) throws IOException {
        OutputStream out = socket.getOutputStream();
        for (byte[] word : words) {
            out.write(word);
        }
        return this;
    }

    /** Everything up to the end of the connection; a reset is an end as well. */
    String hearsToTheEnd() throws IOException {
        StringBuilder heard = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                heard.append((char) next);
            }
        } catch (SocketException reset) {
            heard.append("<reset>");
        } catch (SSLException cut) {
            heard.append("<cut>");
        }
        return heard.toString();
    }

    /** One message of the proxy. */
    record Frame(char type, byte[] body) {

        String text() {
            return new String(body, ISO_8859_1);
        }
    }

    Frame hears() throws IOException {
        char type = (char) in.readUnsignedByte();
        byte[] body = new byte[in.readInt() - Integer.BYTES];
        in.readFully(body);
        return new Frame(type, body);
    }

    /** One byte that is no message: the answer to a request for encryption. */
    char hearsByte() throws IOException {
        return (char) in.readUnsignedByte();
    }

    /** The first message of that type; the others are passed over. */
    Frame hears(char type) throws IOException {
        Frame frame = hears();
        while (frame.type() != type) {
            frame = hears();
        }
        return frame;
    }

    /** As a trusted client up to its first ReadyForQuery; returns the server's process id. */
    int logsIn(String database) throws IOException {
        says(startup(database));
        int processId = ByteBuffer.wrap(hears('K').body()).getInt();
        hears('Z');
        return processId;
    }

    static byte[] query(String sql) {
        byte[] text = text(sql + "\0");
        return message('Q', Integer.BYTES + text.length, text);
    }

    /** The code of the last error heard; empty when there is none. */
    static String sqlState(String heard) {
        Matcher matcher = SQLSTATE.matcher(heard);
        String last = "";
        while (matcher.find()) {
            last = matcher.group(1);
        }
        return last;
    }

    /** Says no more, and goes on listening. TLS is told nothing of it. */
    Stranger saysNoMore() throws IOException {
        connection.shutdownOutput();
        return this;
    }

    /** Ends its side of TLS (close_notify), and goes on listening. The connection is told nothing of it. */
    Stranger endsTls() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Closes so that whoever says something to it is refused. */
    void vanishes() throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    static byte[] text(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
