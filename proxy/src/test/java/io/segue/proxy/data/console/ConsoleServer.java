package io.segue.proxy.data.console;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.segue.protocol.message.AuthenticationOk;
import io.segue.protocol.message.CancelKey;
import io.segue.protocol.message.CancelRequest;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.GSSENCRequest;
import io.segue.protocol.message.SSLRequest;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.StartupMessage;
import io.segue.protocol.message.StartupPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that is nothing but a console: everybody is let in, except the role {@code stranger}. */
public final class ConsoleServer implements AutoCloseable {

    private final Map<Integer, ConsoleHandler> handlers = new ConcurrentHashMap<>();
    private final AtomicInteger processIds = new AtomicInteger();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;

    public ConsoleServer(Console console) {
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Login(console));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** How many clients are connected. */
    public int clients() {
        return handlers.size();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Login extends ByteToMessageDecoder {

        private final Console console;

        Login(Console console) {
            this.console = console;
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            if (in.readableBytes() < 4 || in.readableBytes() < in.getInt(in.readerIndex())) {
                return;
            }
            ByteBuf body = in.readSlice(in.readInt() - 4);
            switch (StartupPacket.decode(body)) {
                case SSLRequest _, GSSENCRequest _ -> context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'N'}));
                case CancelRequest request -> cancel(context, request);
                case StartupMessage startup when startup.user().equals("stranger") -> refuse(context);
                case StartupMessage startup -> welcome(context, startup);
            }
        }

        private void cancel(ChannelHandlerContext context, CancelRequest request) {
            ConsoleHandler handler = handlers.get(request.processId());
            if (handler != null && request.key().equals(key(request.processId()))) {
                handler.cancel();
            }
            context.close();
        }

        private void refuse(ChannelHandlerContext context) {
            ByteBuf bytes = context.alloc().buffer();
            new ErrorResponse(ErrorFields.fatal(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "role \"stranger\" is no admin role")
                            .hint("Name it in admin-roles."))
                    .encode(bytes);
            context.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
        }

        private void welcome(ChannelHandlerContext context, StartupMessage startup) {
            ByteBuf bytes = context.alloc().buffer();
            new AuthenticationOk().encode(bytes);
            context.write(bytes);
            int processId = processIds.incrementAndGet();
            String application = startup.parameters().getOrDefault("application_name", "");
            ConsoleHandler handler = new ConsoleHandler(
                    new ConsoleLogin(startup.user(), application, processId, key(processId)), console, Thread.ofVirtual().factory());
            handlers.put(processId, handler);
            context.channel().closeFuture().addListener(_ -> handlers.remove(processId));
            context.pipeline().replace(this, "console", handler);
        }

        private static CancelKey key(int processId) {
            return new CancelKey(ByteBuffer.allocate(4).putInt(processId * 31).array());
        }
    }
}
