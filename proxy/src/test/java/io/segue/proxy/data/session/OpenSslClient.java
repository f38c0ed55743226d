package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client whose TLS is OpenSSL's, as most are: it does not pad. It says all of its words, ends its side of TLS, and listens. */
final class OpenSslClient {

    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 210, 22, 47};
    private static final int PATIENCE_SECONDS = 60;

    private OpenSslClient() {}

    /** @return everything that it hears until the connection ends */
    static String hears(int port, Path authority, byte[] words) throws Exception {
        SslContext context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols("TLSv1.3")
                .trustManager(authority.toFile())
                .build();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            CompletableFuture<String> heard = new CompletableFuture<>();
            Channel channel = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(new Conversation(context, words, heard))
                    .connect("localhost", port)
                    .sync()
                    .channel();
            channel.writeAndFlush(Unpooled.wrappedBuffer(SSL_REQUEST));
            return heard.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private static final class Conversation extends ChannelInboundHandlerAdapter {

        private final SslContext context;
        private final byte[] words;
        private final CompletableFuture<String> whole;
        private final StringBuilder heard = new StringBuilder();

        Conversation(SslContext context, byte[] words, CompletableFuture<String> whole) {
            this.context = context;
            this.words = words;
            this.whole = whole;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (ctx.pipeline().get(SslHandler.class) == null) {
                bytes.release();
                SslHandler tls = context.newHandler(ctx.alloc(), "localhost", -1);
                ctx.pipeline().addFirst(tls);
                tls.handshakeFuture().addListener(_ -> ctx.writeAndFlush(Unpooled.wrappedBuffer(words)));
            } else {
                heard.append(bytes.toString(ISO_8859_1));
                bytes.release();
                if (heard.indexOf("slow") < 0 && heard.indexOf("Z\0\0\0\5I") > 0) {
                    ctx.pipeline().get(SslHandler.class).closeOutbound();
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            whole.complete(heard.toString());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            whole.completeExceptionally(cause);
        }
    }
}
