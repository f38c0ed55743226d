package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.segue.protocol.message.StartupMessage;
import io.segue.protocol.transcript.Line;
import io.segue.protocol.transcript.Transcript;
import io.segue.proxy.watch.transcript.Recording;
import io.segue.proxy.watch.transcript.Transcripts;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to one client's conversation for a {@link Recording}. It is in the pipeline only while that is taken: in front of the session, so
 * that it sees what the client said and what it is told, in clear. Event loop.
 */
final class TranscriptTap extends ChannelDuplexHandler {

    private static final Logger log = LoggerFactory.getLogger(TranscriptTap.class);
    private static final String NAME = "transcript";

    private final Recording recording;
    private final String conversation;
    private final BooleanSupplier betweenMessages;
    private Transcript transcript;

    private TranscriptTap(Recording recording, ChannelHandlerContext behind, BooleanSupplier betweenMessages) {
        this.recording = recording;
        this.conversation = behind.channel().id().asShortText();
        this.betweenMessages = betweenMessages;
    }

    /**
     * A client has said who it is; what else it says belongs to its login.
     *
     * @param behind the handler that is to come behind the tap
     * @param rest what came along with the StartupMessage; lent
     */
    static void begin(Transcripts transcripts, ChannelHandlerContext behind, StartupMessage startup, ByteBuf rest) {
        transcripts.about(startup.user(), startup.database()).ifPresent(recording -> {
            TranscriptTap tap = new TranscriptTap(recording, behind, () -> true);
            behind.pipeline().addBefore(behind.name(), NAME, tap);
            tap.note("connected address=" + behind.channel().remoteAddress());
            tap.transcript = Transcript.fromStart(tap::say, recording.valueBytes());
            ByteBuf packet = Unpooled.buffer();
            startup.encode(packet);
            tap.transcript.clientBytes(packet);
            tap.transcript.clientBytes(rest);
        });
    }

    /**
     * A transcript begins while a session is going on. The session joins it between two messages: now, or as soon as there is such a place.
     *
     * @param behind the session's handler
     */
    static void join(Recording recording, ChannelHandlerContext behind, ClientSession session) {
        ClientIdentity identity = session.identity();
        boolean isAbout = recording.subject().isAbout(identity.id(), identity.startup().user(), identity.startup().database());
        if (isAbout && !recording.isOver() && behind.pipeline().get(NAME) == null) {
            TranscriptTap tap = new TranscriptTap(recording, behind, session::isBetweenMessages);
            behind.pipeline().addBefore(behind.name(), NAME, tap);
            tap.note("joined " + identity + " address=" + behind.channel().remoteAddress());
            tap.join();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        recording.join();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        recording.leave();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        join();
        if (transcript != null) {
            hear(ctx, () -> transcript.clientBytes((ByteBuf) message));
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (transcript != null) {
            hear(ctx, () -> transcript.serverBytes((ByteBuf) message));
        }
        ctx.write(message, promise);
    }

    /** Everything that was scanned has been written by now. */
    @Override
    public void flush(ChannelHandlerContext ctx) {
        join();
        ctx.flush();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == recording && recording.isOver()) {
            ctx.pipeline().remove(this);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        note("closed");
        ctx.fireChannelInactive();
    }

    /** Nobody's conversation suffers from being listened to. */
    private void hear(ChannelHandlerContext ctx, Runnable listening) {
        try {
            listening.run();
        } catch (RuntimeException e) {
            log.error("transcript failed address={}: this conversation is not written down any further", ctx.channel().remoteAddress(), e);
            note("failed");
            ctx.pipeline().remove(this);
        }
    }

    private void join() {
        if (transcript == null && betweenMessages.getAsBoolean()) {
            transcript = Transcript.joining(this::say, recording.valueBytes());
        }
    }

    private void say(Line line) {
        recording.say(conversation, line.toString());
    }

    private void note(String text) {
        recording.say(conversation, "# " + text.replaceAll("\\p{Cntrl}", "?"));
    }
}
