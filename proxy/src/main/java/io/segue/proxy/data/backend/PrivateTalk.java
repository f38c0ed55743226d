package io.segue.proxy.data.backend;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.segue.protocol.frame.FrameAssembler;
import io.segue.protocol.message.BackendType;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.ProtocolViolationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A few words between Segue and a server on a session's link, while the session has nothing under way: messages out, answers in up to the
 * last ReadyForQuery. The client sees none of it but notifications, which are its own.
 *
 * <p>Tells its outcome once, with the link free for the next listener. Event loop.
 */
public final class PrivateTalk implements LinkListener {

    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private final BackendLink link;
    private final Outcome outcome;
    private final NotificationSink notifications;
    private final FrameAssembler frames;
    private final ScheduledFuture<?> timer;
    private final List<DataRow> rows = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final int parts;
    private int part;
    private boolean over;

    /** What came of the talk. */
    public interface Outcome {

        /** One part of the talk has been answered; this is the state of the server's transaction behind it. */
        default void ready(int part, byte transactionStatus) {
            // most talks are held outside of transactions
        }

        /** @param failures of what the server refused, in order; the link is idle and usable all the same */
        void answered(List<DataRow> rows, List<Failure> failures);

        /** The link was lost or did not answer in time; it is closed. */
        void lost(String reason);
    }

    /**
     * What the server refused.
     *
     * @param part which part of the talk, counted from 0 in ReadyForQuery
     */
    public record Failure(int part, ErrorFields error) {}

    /** Takes the NotificationResponses that come in between; owns the bytes. */
    @FunctionalInterface
    public interface NotificationSink {

        void notification(ByteBuf message);
    }

    private PrivateTalk(
            BackendLink link,
            EventExecutor loop,
            int parts,
            Duration limit,
            NotificationSink notifications,
            Outcome outcome) {
        this.link = link;
        this.parts = parts;
        this.notifications = notifications;
        this.outcome = outcome;
        this.frames = new FrameAssembler(link.allocator(), MAX_MESSAGE_BYTES);
        this.timer = loop.schedule(
                () -> timeUp(limit), limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Sends {@code messages} and listens until one ReadyForQuery has come for each of its parts.
     *
     * @param messages encoded; owned by the talk from here on
     */
    public static void hold(
            BackendLink link,
            EventExecutor loop,
            ByteBuf messages,
            int parts,
            Duration limit,
            NotificationSink notifications,
            Outcome outcome) {
        link.listen(new PrivateTalk(link, loop, parts, limit, notifications, outcome));
        link.write(messages);
        link.flush();
        link.read(true);
    }

    @Override
    public void serverBytes(ByteBuf bytes) {
        try {
            frames.feed(bytes, this::message);
        } catch (ProtocolViolationException e) {
            fail("the server broke the protocol: " + e.getMessage());
        }
        if (over) {
            handOn(frames.takeRest());
        }
    }

    @Override
    public void serverReadComplete() {
        // answers need no flush
    }

    @Override
    public void serverGone() {
        fail("the server closed the connection");
        frames.close();
    }

    @Override
    public void serverWritabilityChanged() {
        // the talk is short
    }

    private void message(byte type, ByteBuf body) {
        switch (type) {
            case BackendType.DATA_ROW -> rows.add(DataRow.decode(body));
            case BackendType.ERROR_RESPONSE -> failures.add(new Failure(part, ErrorResponse.decode(body).fields()));
            case BackendType.PARAMETER_STATUS -> {
                ParameterStatus status = ParameterStatus.decode(body);
                link.parameters().put(status.name(), status.value());
            }
            case BackendType.NOTIFICATION_RESPONSE -> notifications.notification(whole(type, body));
            case BackendType.COPY_IN_RESPONSE -> fail("the server asked for COPY data");
            case BackendType.READY_FOR_QUERY -> ready(body.readByte());
            default -> { }
        }
    }

    private void ready(byte transactionStatus) {
        outcome.ready(part, transactionStatus);
        if (++part == parts) {
            end();
            outcome.answered(rows, failures);
        }
    }

    private void fail(String reason) {
        if (!over) {
            end();
            link.close();
            outcome.lost(failures.isEmpty() ? reason : failures.getLast().error().message());
        }
    }

    private void timeUp(Duration limit) {
        fail("no answer within " + limit.toMillis() + " ms");
        frames.close();
    }

    private void end() {
        over = true;
        timer.cancel(false);
        frames.stop();
        link.rest();
    }

    /** What the server said behind the last answer concerns whoever listens now. */
    private void handOn(ByteBuf rest) {
        if (rest.isReadable()) {
            link.listener().serverBytes(rest);
        } else {
            rest.release();
        }
    }

    private ByteBuf whole(byte type, ByteBuf body) {
        ByteBuf message = link.allocator().buffer(body.readableBytes() + 5);
        message.writeByte(type).writeInt(body.readableBytes() + 4).writeBytes(body);
        return message;
    }
}
