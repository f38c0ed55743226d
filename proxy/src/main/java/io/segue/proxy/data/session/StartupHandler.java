package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.segue.protocol.message.CancelRequest;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.GSSENCRequest;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SSLRequest;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.StartupMessage;
import io.segue.protocol.message.StartupPacket;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.data.entrance.LastWord;
import io.segue.proxy.data.login.LoginHandler;
import io.segue.proxy.data.net.ClientAddress;
import io.segue.proxy.data.net.ClientSecurity;
import io.segue.proxy.data.net.EndOfInput;
import io.segue.proxy.data.net.tls.ListenerTls;
import io.segue.proxy.data.net.tls.TlsGoodbye;
import io.segue.proxy.data.net.tls.TlsHandshake;
import io.segue.proxy.data.session.StartupPhase.Encryption;
import io.segue.proxy.data.session.StartupPhase.Over;
import io.segue.proxy.data.session.StartupPhase.Reading;
import io.segue.proxy.data.session.StartupPhase.ShakingHands;
import io.segue.proxy.data.session.StartupPhase.Way;
import io.segue.proxy.watch.HandshakeResult;
import io.segue.proxy.watch.RefusalReason;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first packets of a connection, which have no type: requests for encryption, a cancel, or the start of a session; or TLS at once.
 * Event loop.
 */
final class StartupHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(StartupHandler.class);
    private static final String TLS = "tls";
    private static final String GOODBYE = "tls-goodbye";
    private static final String SAID = "tls-said";

    private final Services services;
    private final Authentication authentication;
    private final Optional<ListenerTls> tls;
    private final StartupBytes bytes = new StartupBytes();
    private StartupPhase phase = new Reading(Encryption.NOT_ASKED);

    /** @param tls empty when clients of this listener talk in clear */
    StartupHandler(Services services, Authentication authentication, Optional<ListenerTls> tls) {
        this.services = services;
        this.authentication = authentication;
        this.tls = tls;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (phase instanceof Over) {
            ((ByteBuf) message).release();
            return;
        }
        bytes.add(ctx.alloc(), (ByteBuf) message);
        read(ctx);
    }

    private void read(ChannelHandlerContext ctx) {
        readPackets(ctx);
        if (phase instanceof Reading && EndOfInput.hasCome(ctx.channel())) {
            ended(ctx);
        }
    }

    private void readPackets(ChannelHandlerContext ctx) {
        if (phase instanceof Reading(Encryption encryption) && encryption == Encryption.NOT_ASKED && bytes.beginWithTls()) {
            directTls(ctx);
            return;
        }
        try {
            while (phase instanceof Reading(Encryption encryption)) {
                Optional<StartupPacket> packet = bytes.next();
                if (packet.isEmpty()) {
                    return;
                }
                take(ctx, encryption, packet.get());
            }
        } catch (ProtocolViolationException e) {
            refuse(ctx, e.toErrorFields());
        }
    }

    private void take(ChannelHandlerContext ctx, Encryption encryption, StartupPacket packet) {
        switch (packet) {
            case SSLRequest _ when encryption.mayAskForTls() ->
                tls.ifPresentOrElse(ours -> agree(ctx, ours), () -> decline(ctx, Encryption.TLS_DECLINED));
            case GSSENCRequest _ when encryption.mayAskForGss() -> decline(ctx, Encryption.GSS_DECLINED);
            case SSLRequest _ -> throw ProtocolVersion.of(SSLRequest.CODE).unsupported();
            case GSSENCRequest _ -> throw ProtocolVersion.of(GSSENCRequest.CODE).unsupported();
            case CancelRequest cancel -> {
                phase = new Over();
                services.meters().cancelRequest();
                services.cancelKeys().cancel(cancel, () -> ctx.channel().eventLoop().execute(ctx::close));
            }
            case StartupMessage startup -> begin(ctx, startup);
        }
    }

    // ---- encryption

    /** What was sent along with the request was sent in clear by somebody who did not wait for the answer (CVE-2021-23214). */
    private void decline(ChannelHandlerContext ctx, Encryption declined) {
        answer(ctx, 'N');
        if (bytes.isEmpty()) {
            phase = new Reading(declined);
        } else {
            refuse(ctx, OwnErrors.glued());
        }
    }

    private void agree(ChannelHandlerContext ctx, ListenerTls ours) {
        answer(ctx, 'S');
        shakeHands(ctx, ours, bytes.isEmpty() ? Way.ASKED : Way.ASKED_WITH_BYTES_BEHIND);
        bytes.release();
    }

    private void directTls(ChannelHandlerContext ctx) {
        if (tls.isPresent()) {
            shakeHands(ctx, tls.get(), Way.DIRECT);
            ctx.pipeline().fireChannelRead(bytes.takeRest());
        } else {
            close(ctx, "direct TLS, and this listener has no certificate", RefusalReason.UNSUPPORTED_PROTOCOL);
        }
    }

    private void shakeHands(ChannelHandlerContext ctx, ListenerTls ours, Way way) {
        TlsHandshake handshake = ours.handshake(ctx.alloc());
        phase = new ShakingHands(handshake, way);
        TlsGoodbye goodbye = new TlsGoodbye(handshake.handler());
        ctx.pipeline().addBefore(ctx.name(), GOODBYE, goodbye)
                .addBefore(ctx.name(), TLS, handshake.handler())
                .addBefore(ctx.name(), SAID, goodbye.said());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completed && phase instanceof ShakingHands(TlsHandshake handshake, Way way)) {
            if (completed.isSuccess()) {
                services.meters().handshake(HandshakeResult.DONE);
                encrypted(ctx, handshake, way);
            } else {
                services.meters().handshake(HandshakeResult.FAILED);
                services.badPeers().report(ctx.channel(), "TLS handshake failed reason=\"" + reason(completed.cause()) + "\"");
                phase = new Over();
                ctx.close();
            }
        }
        if (EndOfInput.isIn(event)) {
            switch (phase) {
                case Reading _ -> ended(ctx);
                case ShakingHands(TlsHandshake handshake, Way _) when handshake.waitsForClient() -> ended(ctx);
                case ShakingHands _, Over _ -> { }
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    /** The client says no more, and has not said enough. As the server, without a word. */
    private void ended(ChannelHandlerContext ctx) {
        phase = new Over();
        LastWord.none(ctx.channel());
    }

    /** A connection that was closed in the middle has no message. */
    private static String reason(Throwable failure) {
        return Optional.ofNullable(failure.getMessage()).orElse("the client has closed the connection");
    }

    private void encrypted(ChannelHandlerContext ctx, TlsHandshake handshake, Way way) {
        ctx.channel().attr(ClientSecurity.KEY).set(handshake.security());
        phase = new Reading(Encryption.TLS);
        switch (way) {
            case ASKED -> read(ctx);
            case ASKED_WITH_BYTES_BEHIND -> refuse(ctx, OwnErrors.glued());
            case DIRECT -> {
                if (handshake.namedProtocol()) {
                    read(ctx);
                } else {
                    close(ctx, "direct TLS without the ALPN protocol postgresql", RefusalReason.NOT_POSTGRESQL);
                }
            }
        }
    }

    private static void answer(ChannelHandlerContext ctx, char letter) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(new byte[] {(byte) letter}));
    }

    // ---- the end of the start-up

    private void begin(ChannelHandlerContext ctx, StartupMessage startup) {
        phase = new Over();
        LoginHandler login = new LoginHandler(services.login(), new SessionReception(services), authentication, startup);
        ByteBuf rest = bytes.takeRest();
        TranscriptTap.begin(services.transcripts(), ctx, startup, rest);
        ctx.pipeline().replace(this, "login", login);
        login.begin(rest);
    }

    private void refuse(ChannelHandlerContext ctx, ErrorFields error) {
        phase = new Over();
        services.badPeers().report(
                ctx.channel(), "refused before the start-up sqlstate=" + error.sqlState() + " reason=\"" + error.message() + "\"");
        services.meters().refused(
                error.is(SqlState.FEATURE_NOT_SUPPORTED) ? RefusalReason.UNSUPPORTED_PROTOCOL : RefusalReason.NOT_POSTGRESQL);
        ByteBuf out = ctx.alloc().buffer();
        if (bytes.isFromBeforeVersion3()) {
            new ErrorResponse(error).encodeForVersion2(out);
        } else {
            new ErrorResponse(error).encode(out);
        }
        ctx.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
    }

    /** Without a word, as PostgreSQL does where the client could not read it. */
    private void close(ChannelHandlerContext ctx, String why, RefusalReason reason) {
        phase = new Over();
        services.badPeers().report(ctx.channel(), "refused before the start-up reason=\"" + why + "\"");
        services.meters().refused(reason);
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        bytes.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("client lost before its start-up address={}: {}", ClientAddress.of(ctx.channel()), cause.toString());
        ctx.close();
    }
}
