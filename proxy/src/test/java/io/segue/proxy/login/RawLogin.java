package io.segue.proxy.login;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.AuthenticationSASLContinue;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.SASLInitialResponse;
import io.segue.protocol.message.SASLResponse;
import io.segue.protocol.message.StartupMessage;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A SCRAM exchange with a wrong proof, byte by byte: what an attacker sees. */
final class RawLogin {

    private static final String CLIENT_NONCE = "abcdefghijklmnopqr";
    private static final byte[] NOTHING = new byte[0];

    private final List<String> answers = new ArrayList<>();
    private String serverFirst = "";

    private RawLogin() {}

    static RawLogin scram(int port, String user, String database) throws IOException {
        RawLogin login = new RawLogin();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            login.talk(socket, user, database);
        }
        return login;
    }

    /** Type, length and, of errors, the text of each answer. */
    List<String> answers() {
        return answers;
    }

    String serverFirst() {
        return serverFirst;
    }

    String salt() {
        return serverFirst.replaceAll(".*,s=|,i=.*", "");
    }

    private void talk(Socket socket, String user, String database) throws IOException {
        ByteBuf out = Unpooled.buffer();
        new StartupMessage(ProtocolVersion.V3_0, Map.of("user", user, "database", database)).encode(out);
        send(socket, out);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        if (!(hear(in) instanceof ErrorResponse)) {
            new SASLInitialResponse("SCRAM-SHA-256", bytes("n,,n=,r=" + CLIENT_NONCE)).encode(out);
            send(socket, out);
            serverFirst = new String(((AuthenticationSASLContinue) hear(in)).data(), StandardCharsets.ISO_8859_1);
            String nonce = serverFirst.replaceAll("^r=|,s=.*", "");
            new SASLResponse(bytes("c=biws,r=" + nonce + ",p=" + "A".repeat(43) + "=")).encode(out);
            send(socket, out);
            hear(in);
        }
        try {
            in.readByte();
            answers.add("more");
        } catch (EOFException e) {
            answers.add("end");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void send(Socket socket, ByteBuf out) throws IOException {
        out.readBytes(socket.getOutputStream(), out.readableBytes());
    }

    private BackendMessage hear(DataInputStream in) throws IOException {
        byte type = in.readByte();
        byte[] body = in.readNBytes(in.readInt() - Integer.BYTES);
        BackendMessage message = BackendMessage.decode(type, Unpooled.wrappedBuffer(body.length == 0 ? NOTHING : body));
        if (message instanceof ErrorResponse error) {
            answers.add(error.fields().sqlState());
            answers.add(error.fields().message());
        } else {
            answers.add((char) type + " " + body.length);
        }
        return message;
    }
}
