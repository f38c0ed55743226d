package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorFields;
import io.segue.proxy.data.entrance.LastWord;
import io.segue.proxy.data.net.ClientAddress;
import io.segue.proxy.data.net.ClientSecurity;
import io.segue.proxy.data.net.SocketViews;
import io.segue.proxy.watch.SocketView;
import java.util.List;

/** The client's end of a session: bytes and Segue's own messages out, reading on and off. Event loop. */
final class ClientConnection {

    private final Channel channel;

    ClientConnection(Channel channel) {
        this.channel = channel;
    }

    /** Takes ownership of {@code bytes}. */
    void write(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    void read(boolean wanted) {
        if (channel.config().isAutoRead() != wanted) {
            channel.config().setAutoRead(wanted);
        }
    }

    void send(BackendMessage... messages) {
        send(List.of(messages));
    }

    void send(List<? extends BackendMessage> messages) {
        ByteBuf out = channel.alloc().buffer();
        messages.forEach(message -> message.encode(out));
        channel.writeAndFlush(out, channel.voidPromise());
    }

    /** The last word; the connection is closed behind it. */
    void sendAndClose(ErrorFields error) {
        LastWord.sayToTalking(channel, error);
    }

    /** Closes when everything written has gone out. */
    void close() {
        LastWord.noneToTalking(channel);
    }

    /** For people; any thread. */
    SocketView view() {
        return SocketViews.ofClient(channel);
    }

    String address() {
        return ClientAddress.of(channel).toString();
    }

    /** The version of TLS; empty in clear. */
    String tls() {
        return ClientSecurity.of(channel) instanceof ClientSecurity.Encrypted encrypted ? encrypted.protocol() : "";
    }
}
