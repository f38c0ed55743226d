package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.NegotiateProtocolVersion;
import io.segue.protocol.message.NoticeResponse;
import io.segue.protocol.message.ParameterStatus;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client that says any bytes, and tells in a few words what comes back. */
final class StartupClient implements AutoCloseable {

    private static final int LIMIT_MILLIS = 60_000;
    private static final List<String> TOLD = List.of("application_name", "client_encoding", "DateStyle");

    private Socket socket;
    private Optional<BackendKeyData> key = Optional.empty();

    StartupClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(LIMIT_MILLIS);
    }

    Socket socket() {
        return socket;
    }

    /** Goes on through {@code encrypted}. */
    void through(Socket encrypted) {
        socket = encrypted;
    }

    StartupClient say(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        socket.getOutputStream().write(all.toByteArray());
        socket.getOutputStream().flush();
        return this;
    }

    /** The answer to a request for encryption. */
    char letter() throws IOException {
        return (char) socket.getInputStream().read();
    }

    BackendKeyData key() {
        return key.orElseThrow();
    }

    /** What is heard up to ReadyForQuery, a fatal error, or the end of the connection. */
    List<String> hears() throws IOException {
        List<String> heard = new ArrayList<>();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        try {
            while (true) {
                byte type = in.readByte();
                int length = in.readInt();
                if (length > 100_000) {
                    heard.add("before 3.0: " + (char) type + old(length, in));
                    return heard;
                }
                byte[] body = new byte[length - Integer.BYTES];
                in.readFully(body);
                describe(type, Unpooled.wrappedBuffer(body)).ifPresent(heard::add);
                if (type == 'Z') {
                    return heard;
                }
            }
        } catch (EOFException | SocketException e) {
            heard.add("closed");
            return heard;
        }
    }

    private static String old(int first, DataInputStream in) throws IOException {
        byte[] rest = in.readAllBytes();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        new DataOutputStream(all).writeInt(first);
        all.writeBytes(rest);
        return all.toString(ISO_8859_1);
    }

    private Optional<String> describe(byte type, ByteBuf body) {
        return switch (type) {
            case 'E' -> {
                var error = ErrorResponse.decode(body).fields();
                yield Optional.of("error " + error.severity() + " " + error.sqlState() + " " + error.message());
            }
            case 'N' -> {
                var notice = NoticeResponse.decode(body).fields();
                yield Optional.of("notice " + notice.fields());
            }
            case 'v' -> {
                NegotiateProtocolVersion offer = NegotiateProtocolVersion.decode(body);
                yield Optional.of("speaks " + offer.newest() + " and not " + offer.unknownOptions());
            }
            case 'K' -> {
                BackendKeyData data = BackendKeyData.decode(body);
                key = Optional.of(data);
                yield Optional.of("a key of " + data.key().bytes().length + " bytes");
            }
            case 'S' -> {
                ParameterStatus status = ParameterStatus.decode(body);
                yield TOLD.contains(status.name()) ? Optional.of(status.name() + "=" + status.value()) : Optional.empty();
            }
            default -> Optional.of(String.valueOf((char) type));
        };
    }

    /** A packet of the start-up. @param words names and values in turn, a byte for each character */
    static byte[] startup(int major, int minor, String... words) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String word : words) {
            body.writeBytes(word.getBytes(ISO_8859_1));
            body.write(0);
        }
        body.write(0);
        return packet(major << 16 | minor, body.toByteArray());
    }

    static byte[] packet(int code, byte... body) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(2 * Integer.BYTES + body.length);
            out.writeInt(code);
            out.write(body);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] query(String sql) {
        ByteBuf out = Unpooled.buffer();
        new io.segue.protocol.message.Query(sql).encode(out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
