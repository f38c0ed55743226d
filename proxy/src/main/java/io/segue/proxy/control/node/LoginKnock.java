package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeTls;
import io.segue.proxy.control.node.survey.Knock;
import io.segue.proxy.control.node.survey.Login;
import io.segue.proxy.route.Node;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Knocks at a server's door as a role, from where the proxy will dial from and encrypted as it will, and leaves when it is asked for a password: by then
 * {@code pg_hba.conf} has been consulted (manual, Client Authentication), and the server logs nothing. Where no password is asked for, the
 * login is seen to its end.
 */
final class LoginKnock {

    private static final int PROTOCOL_3_0 = 196_608;
    private static final int AUTHENTICATION_OK = 0;
    private static final int LONGEST_MESSAGE = 30_000;

    private final Node node;
    private final NodeLimits limits;
    private final NodeTls tls;

    LoginKnock(Node node, NodeLimits limits, NodeTls tls) {
        this.node = node;
        this.limits = limits;
        this.tls = tls;
    }

    Knock knock(Login login) throws NodeException {
        long begin = System.nanoTime();
        try (Socket plain = connected();
                Socket door = EncryptedSocket.over(plain, node.address().host(), tls)) {
            door.getOutputStream().write(startup(login));
            String refusal = answer(new DataInputStream(door.getInputStream()));
            return new Knock(login, refusal, Duration.ofNanos(System.nanoTime() - begin));
        } catch (IOException e) {
            throw new NodeException(
                    NodeException.sentence(
                            node.name(), "try the login of " + login, String.valueOf(e.getMessage()), "Check that the server runs."),
                    e);
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(node.address().host(), node.address().port()), Math.toIntExact(limits.connect().toMillis()));
            socket.setSoTimeout(Math.toIntExact(limits.call().toMillis()));
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static byte[] startup(Login login) throws IOException {
        ByteArrayOutputStream parameters = new ByteArrayOutputStream();
        for (String text : new String[] {"user", login.role(), "database", login.database(), "application_name", NodeSql.APPLICATION_NAME, ""}) {
            parameters.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            parameters.write(0);
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(message);
        out.writeInt(parameters.size() + 2 * Integer.BYTES);
        out.writeInt(PROTOCOL_3_0);
        parameters.writeTo(out);
        return message.toByteArray();
    }

    /** Empty when a password is asked for, or we are in. */
    private static String answer(DataInputStream in) throws IOException {
        while (true) {
            byte type = in.readByte();
            byte[] body = body(in);
            switch (type) {
                case 'E' -> {
                    return message(body);
                }
                case 'R' -> {
                    if (ByteBuffer.wrap(body).getInt() != AUTHENTICATION_OK) {
                        return "";
                    }
                }
                case 'Z' -> {
                    return "";
                }
                default -> {} // What a server says of itself before it is ready.
            }
        }
    }

    private static byte[] body(DataInputStream in) throws IOException {
        int length = in.readInt() - Integer.BYTES;
        if (length < 0 || length > LONGEST_MESSAGE) {
            throw new EOFException("it does not speak the protocol of PostgreSQL");
        }
        return in.readNBytes(length);
    }

    /** Field M of an ErrorResponse. */
    private static String message(byte[] body) {
        for (String field : new String(body, StandardCharsets.UTF_8).split("\0")) {
            if (field.startsWith("M")) {
                return field.substring(1);
            }
        }
        return "no reason given";
    }
}
