package io.segue.proxy.data.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.CancelRequest;
import io.segue.protocol.message.Terminate;
import io.segue.proxy.data.net.SocketViews;
import io.segue.proxy.route.Node;
import io.segue.proxy.watch.SocketView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One logged-in connection to a server. It belongs to one session for its whole life and lives on that session's event loop.
 *
 * <p>After the login it passes bytes to whoever listens; it looks into none of them.
 */
public final class BackendLink {

    private final Channel channel;
    private final Node node;
    private final BackendKeyData keyData;
    private final Map<String, String> parameters;
    private final LoginNotices loginNotices;
    private LinkListener listener;

    BackendLink(Channel channel, Node node, BackendKeyData keyData, Map<String, String> parameters, LoginNotices loginNotices) {
        this.channel = channel;
        this.node = node;
        this.keyData = keyData;
        this.parameters = new LinkedHashMap<>(parameters);
        this.loginNotices = loginNotices;
        this.listener = new AtRest(this);
    }

    public Node node() {
        return node;
    }

    /** The process id of the server's backend. */
    public int processId() {
        return keyData.processId();
    }

    /** What cancels the statement that runs on this link. */
    public CancelRequest cancelRequest() {
        return new CancelRequest(keyData.processId(), keyData.key());
    }

    /** What the server last said of its settings, by name. Whoever listens keeps it up to date. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** What the server remarked during the login. */
    public LoginNotices loginNotices() {
        return loginNotices;
    }

    public void listen(LinkListener next) {
        assert channel.eventLoop().inEventLoop();
        LinkListener before = listener;
        listener = next;
        if (before instanceof AtRest atRest) {
            ByteBuf unread = atRest.unread();
            if (unread.isReadable()) {
                next.serverBytes(unread);
            } else {
                unread.release();
            }
        }
    }

    /** Nobody uses the link for now. */
    public void rest() {
        listener = new AtRest(this);
    }

    public boolean isAlive() {
        return channel.isActive();
    }

    public boolean isWritable() {
        return channel.isWritable();
    }

    /** For people; any thread. */
    public SocketView view() {
        return SocketViews.ofServer(channel, keyData.processId());
    }

    /** Queues bytes for the server and takes ownership of them. Without {@link #flush} they may stay where they are. */
    public void write(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
    }

    public void flush() {
        channel.flush();
    }

    public ByteBuf buffer() {
        return channel.alloc().buffer();
    }

    /** Whether to read from the server: off while the client does not take what has been read. */
    public void read(boolean wanted) {
        if (channel.config().isAutoRead() != wanted) {
            channel.config().setAutoRead(wanted);
        }
    }

    /** Says no more, without a good-bye: the server reads what was sent, and the end behind it. What it has to say is still heard. */
    public void endOutput() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls != null) {
                tls.closeOutbound();
            } else if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
    }

    /** Says good-bye and closes; nobody hears of this link again. */
    public void close() {
        listen(new Unheard());
        if (channel.isActive()) {
            ByteBuf goodbye = buffer();
            new Terminate().encode(goodbye);
            channel.writeAndFlush(goodbye);
        }
        channel.close();
    }

    /**
     * Says good-bye and waits until the server has closed the connection, which its operating system does when the process has ended
     * (pqcomm.c, socket_close). Nobody hears of this link again.
     *
     * @param limit after which it is closed anyway
     * @param ended told once
     */
    public void leave(Duration limit, Runnable ended) {
        listen(new Unheard());
        Future<?> atTheLimit = channel.eventLoop().schedule(() -> channel.close(), limit.toNanos(), TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(_ -> {
            atTheLimit.cancel(false);
            ended.run();
        });
        ByteBuf goodbye = buffer();
        new Terminate().encode(goodbye);
        channel.writeAndFlush(goodbye);
        read(true);
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    LinkListener listener() {
        return listener;
    }

    /** Nobody listens any more: the link is closing. */
    private static final class Unheard implements LinkListener {

        @Override
        public void serverBytes(ByteBuf bytes) {
            bytes.release();
        }

        @Override
        public void serverReadComplete() {
            // nothing was written
        }

        @Override
        public void serverGone() {
            // nobody to tell
        }

        @Override
        public void serverWritabilityChanged() {
            // nobody writes
        }
    }
}
