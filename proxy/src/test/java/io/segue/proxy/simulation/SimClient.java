package io.segue.proxy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.segue.protocol.frame.FrameAssembler;
import io.segue.protocol.message.Authentication;
import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.NoticeResponse;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.StartupMessage;
import io.segue.protocol.message.Terminate;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A client: connects, works, hears one answer to everything, is thrown out or leaves, and connects again. On the loop of its connections.
 */
final class SimClient {

    private static final int MAX_MESSAGE_BYTES = 1 << 16;
    private static final int LEAVES_ONE_TIME_IN = 150;
    private static final StartupMessage STARTUP = new StartupMessage(ProtocolVersion.V3_0, Map.of("user", "sim", "database", "app"));

    /** The connection ended, and nobody said why. */
    private static final ErrorFields WITHOUT_A_WORD = ErrorFields.fatal(SqlState.TRANSACTION_RESOLUTION_UNKNOWN, "hung up without a word");

    private final Supplier<ChannelFuture> connect;
    private final Random random;
    private final SimWork work;
    private final Books books;
    private final Consumer<String> notes;
    private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>();
    private Phase phase = Phase.AWAY;
    private Connection connection;
    private int pause;
    private boolean leaving;
    private boolean dead;

    private enum Phase {
        AWAY,
        LOGGING_IN,
        HERE
    }

    /**
     * @param connect to the proxy, with {@link #handler} as the only handler
     * @param notes hears of every error
     */
    SimClient(
            String name,
            Function<Supplier<ChannelInboundHandlerAdapter>, ChannelFuture> connect,
            Random random,
            Books books,
            Consumer<String> notes) {
        this.connect = () -> connect.apply(Connection::new);
        this.random = random;
        this.books = books;
        this.notes = line -> notes.accept(name + " " + line);
        this.work = new SimWork(random, books, this.notes);
    }

    /** From now on its transactions and statements take so many steps more. */
    void slow(int steps) {
        work.slow(steps);
    }

    /** Begins nothing any more. */
    void finish() {
        work.finish();
    }

    /** Whether it has its answers. */
    boolean isAtRest() {
        return exchanges.isEmpty() && work.isAtRest();
    }

    /** One thing happens to it. On its loop. */
    void step() {
        switch (phase) {
            case AWAY -> comeWhenRested();
            case LOGGING_IN -> { }
            case HERE -> {
                if (exchanges.isEmpty() && !leaving) {
                    speak();
                }
            }
        }
    }

    private void comeWhenRested() {
        if (pause-- <= 0) {
            phase = Phase.LOGGING_IN;
            leaving = false;
            connect.get().addListener(future -> {
                if (!future.isSuccess()) {
                    gone(future.cause().toString());
                }
            });
        }
    }

    private void speak() {
        if (work.isAtRest() && random.nextInt(LEAVES_ONE_TIME_IN) == 0) {
            leaving = true;
            connection.wire.say(new Terminate());
            connection.wire.close();
            return;
        }
        work.next().ifPresent(said -> {
            exchanges.addAll(said.exchanges());
            connection.wire.say(said.messages());
        });
    }

    /** Whether it has logged in. */
    boolean isHere() {
        return phase == Phase.HERE;
    }

    /** Its machine is gone. */
    void cutOff() {
        dead = true;
        leaving = true;
        if (connection != null) {
            connection.wire.close();
        }
    }

    private void gone(String why) {
        if (phase != Phase.HERE && !leaving) {
            notes.accept("cannot log in: " + why);
            books.trouble();
        }
        phase = Phase.AWAY;
        pause = random.nextInt(20);
    }

    /** One of its connections, one after the other. */
    private final class Connection extends ChannelInboundHandlerAdapter {

        private Wire wire;
        private FrameAssembler frames;
        private ErrorFields last = WITHOUT_A_WORD;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            connection = this;
            wire = new Wire(ctx, random);
            frames = new FrameAssembler(ctx.alloc(), MAX_MESSAGE_BYTES);
            if (dead) {
                wire.close();
            } else {
                wire.say(STARTUP);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            try {
                frames.feed((ByteBuf) message, (type, body) -> hear(BackendMessage.decode(type, body)));
            } catch (AssertionError e) {
                books.broken(e);
            }
        }

        private void hear(BackendMessage message) {
            switch (message) {
                case Authentication _, BackendKeyData _ -> assertThat(phase).as("when it hears %s", message).isEqualTo(Phase.LOGGING_IN);
                case ParameterStatus _, NoticeResponse _ -> { }
                case ReadyForQuery _ when phase == Phase.LOGGING_IN -> {
                    phase = Phase.HERE;
                    work.connected();
                }
                case ReadyForQuery(var status) -> {
                    assertThat(exchanges).as("what a ReadyForQuery ends").isNotEmpty();
                    exchanges.poll().ready();
                    work.ready(status);
                }
                case ErrorResponse(ErrorFields error) when error.severity().equals("FATAL") -> last = error;
                case ErrorResponse(ErrorFields error) when exchanges.isEmpty() -> throw new AssertionError("an error that nobody asked for: " + error);
                default -> {
                    assertThat(exchanges).as("what is answered with %s", message).isNotEmpty();
                    exchanges.peek().hear(message);
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            frames.close();
            if (dead) {
                return;
            }
            try {
                if (phase == Phase.HERE && !leaving) {
                    notes.accept("thrown out: " + last.sqlState() + " " + last.message());
                    books.trouble();
                }
                exchanges.forEach(exchange -> exchange.breaksOff(last));
                exchanges.clear();
                work.disconnected(last);
            } catch (AssertionError e) {
                books.broken(e);
            }
            gone(last.sqlState() + " " + last.message());
        }
    }
}
