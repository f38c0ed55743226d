package io.segue.proxy.rehearsal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.BackendMessage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;

/** Messages on a blocking socket. One thread. */
final class StandInWire {

    /** Ours are small; anything longer is a mistake. */
    private static final int MAX_BYTES = 1 << 20;

    private final DataInputStream in;
    private final OutputStream out;

    StandInWire(Socket socket) throws IOException {
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /** The type of the next message, {@code -1} at the end. */
    int type() throws IOException {
        return in.read();
    }

    /** What follows the type, or everything of a startup packet, without its length. */
    ByteBuf body() throws IOException {
        int bytes = in.readInt() - Integer.BYTES;
        if (bytes < 0 || bytes > MAX_BYTES) {
            throw new IOException("a message of " + bytes + " bytes");
        }
        return Unpooled.wrappedBuffer(in.readNBytes(bytes));
    }

    /** The answer to a request for encryption. */
    void decline() throws IOException {
        out.write('N');
    }

    void send(List<BackendMessage> messages) throws IOException {
        ByteBuf buffer = Unpooled.buffer();
        messages.forEach(each -> each.encode(buffer));
        buffer.readBytes(out, buffer.readableBytes());
        out.flush();
    }
}
