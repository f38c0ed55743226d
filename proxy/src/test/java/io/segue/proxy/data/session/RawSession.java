package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.segue.proxy.testing.PostgresServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A client without a driver's own ideas of when to wait: it sends a query, a cancel, and reads what comes when it is told to. */
final class RawSession implements AutoCloseable {

    private static final int LIMIT_MILLIS = 60_000;

    private final int port;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private byte[] cancelKey;

    RawSession(int port) throws IOException {
        this.port = port;
        socket = new Socket(PostgresServer.HOST, port);
        socket.setSoTimeout(LIMIT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        byte[] parameters = ("user\0" + PostgresServer.SUPERUSER + "\0database\0postgres\0\0").getBytes(UTF_8);
        out.writeInt(Integer.BYTES * 2 + parameters.length);
        out.writeInt(3 << 16);
        out.write(parameters);
        answer();
    }

    void send(String sql) throws IOException {
        byte[] query = (sql + '\0').getBytes(UTF_8);
        out.write(ByteBuffer.allocate(5 + query.length).put((byte) 'Q').putInt(Integer.BYTES + query.length).put(query).array());
    }

    /** A query and Terminate in one go. */
    void sendAndLeave(String sql) throws IOException {
        byte[] query = (sql + '\0').getBytes(UTF_8);
        out.write(ByteBuffer.allocate(10 + query.length).put((byte) 'Q').putInt(Integer.BYTES + query.length).put(query)
                .put((byte) 'X').putInt(Integer.BYTES).array());
    }

    /** The types of the messages up to ReadyForQuery, or to the end. */
    String answer() throws IOException {
        StringBuilder types = new StringBuilder();
        while (types.isEmpty() || types.charAt(types.length() - 1) != 'Z') {
            int type = in.read();
            if (type < 0) {
                return types.toString();
            }
            byte[] body = new byte[in.readInt() - Integer.BYTES];
            in.readFully(body);
            if (type == 'K') {
                cancelKey = body;
            }
            types.append((char) type);
        }
        return types.toString();
    }

    /** @return the connection that carries the cancel, for the caller to close */
    Socket sendCancel() throws IOException {
        Socket cancel = new Socket(PostgresServer.HOST, port);
        cancel.setSoTimeout(LIMIT_MILLIS);
        cancel.getOutputStream().write(ByteBuffer.allocate(8 + cancelKey.length)
                .putInt(8 + cancelKey.length).putInt(80877102).put(cancelKey).array());
        return cancel;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
