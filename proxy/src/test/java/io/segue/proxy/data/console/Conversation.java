package io.segue.proxy.data.console;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.CancelKey;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.NoticeResponse;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.RowDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * A client and a {@link ConsoleHandler} without a network and without threads: a statement is carried out where it is started, or, when
 * the test asks for that, when the test says so.
 */
final class Conversation implements AutoCloseable {

    private final FakeConsole console = new FakeConsole();
    private final Deque<StoppedThread> stopped = new ArrayDeque<>();
    private final ConsoleHandler handler;
    private final EmbeddedChannel channel;

    private Conversation(boolean stepwise) {
        ThreadFactory threads = task -> {
            StoppedThread thread = new StoppedThread(task, stepwise);
            stopped.add(thread);
            return thread;
        };
        handler = new ConsoleHandler(new ConsoleLogin("admin", "test", 7, new CancelKey(new byte[] {1, 2, 3, 4})), console, threads);
        channel = new EmbeddedChannel(handler);
    }

    /** Statements are carried out at once. */
    static Conversation start() {
        return new Conversation(false);
    }

    /** Like {@link #start()}, with the greeting already read. */
    static Conversation begun() {
        Conversation conversation = start();
        conversation.received();
        return conversation;
    }

    /** Statements wait for {@link #carryOut()}. */
    static Conversation stepwise() {
        Conversation conversation = new Conversation(true);
        conversation.received();
        return conversation;
    }

    /** A thread whose start is the test's business. */
    private static final class StoppedThread extends Thread {

        private final boolean stepwise;
        private boolean interrupted;

        StoppedThread(Runnable task, boolean stepwise) {
            super(task);
            this.stepwise = stepwise;
        }

        @Override
        public void start() {
            if (!stepwise) {
                run();
            }
        }

        @Override
        public void interrupt() {
            interrupted = true;
        }
    }

    FakeConsole console() {
        return console;
    }

    EmbeddedChannel channel() {
        return channel;
    }

    ConsoleHandler handler() {
        return handler;
    }

    Conversation send(FrontendMessage... messages) {
        return sendBytes(bytes(messages));
    }

    Conversation sendBytes(ByteBuf bytes) {
        channel.writeInbound(bytes);
        settle();
        return this;
    }

    static ByteBuf bytes(FrontendMessage... messages) {
        ByteBuf bytes = Unpooled.buffer();
        for (FrontendMessage message : messages) {
            message.encode(bytes);
        }
        return bytes;
    }

    /** Lets the statement that waits run to its end. */
    Conversation carryOut() {
        stopped.getLast().run();
        settle();
        return this;
    }

    boolean statementInterrupted() {
        return stopped.getLast().interrupted;
    }

    void settle() {
        channel.runPendingTasks();
    }

    /** Everything that was sent since the last call, one line each. */
    List<String> received() {
        List<String> lines = new ArrayList<>();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            all.writeBytes(piece);
            piece.release();
        }
        while (all.isReadable()) {
            byte type = all.readByte();
            lines.add(line(BackendMessage.decode(type, all.readSlice(all.readInt() - 4))));
        }
        return lines;
    }

    private static String line(BackendMessage message) {
        return switch (message) {
            case ReadyForQuery ready -> "ReadyForQuery " + (char) ready.status().code();
            case CommandComplete complete -> "CommandComplete " + complete.tag();
            case ErrorResponse error -> "Error " + fields(error.fields());
            case NoticeResponse notice -> "Notice " + notice.fields().severity() + " " + notice.fields().message();
            case DataRow row -> "DataRow " + String.join(" ", row.values().stream().map(Conversation::value).toList());
            case ParameterStatus status -> "ParameterStatus " + status.name() + "=" + status.value();
            case RowDescription description -> "RowDescription "
                    + String.join(" ", description.columns().stream().map(one -> one.name() + ":" + one.format()).toList());
            case BackendMessage other -> other.getClass().getSimpleName();
        };
    }

    private static String fields(ErrorFields fields) {
        return String.join(" | ", fields.severity(), fields.sqlState(), fields.message(), fields.detail().orElse(""), fields.hint().orElse(""));
    }

    /** Text as it is, anything else in hexadecimal. */
    private static String value(byte[] value) {
        if (value == null) {
            return "NULL";
        }
        String text = new String(value, StandardCharsets.UTF_8);
        return text.chars().allMatch(character -> character >= ' ' && character < 127) ? text : HexFormat.of().formatHex(value);
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
