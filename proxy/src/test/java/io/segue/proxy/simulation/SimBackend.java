package io.segue.proxy.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.AuthenticationOk;
import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.BindComplete;
import io.segue.protocol.message.CancelKey;
import io.segue.protocol.message.CancelRequest;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.CloseComplete;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.Describe;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.Flush;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.NoData;
import io.segue.protocol.message.ParameterDescription;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.ParseComplete;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.StartupMessage;
import io.segue.protocol.message.StartupPacket;
import io.segue.protocol.message.Sync;
import io.segue.protocol.message.Target;
import io.segue.protocol.message.Terminate;
import io.segue.proxy.simulation.SimSql.Result;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A server process: takes one message after the other, and as long for each as the seed says. On the loop of its {@link SimServer}. */
final class SimBackend extends ChannelInboundHandlerAdapter {

    private static final int MOST_STEPS = 4;

    private final SimServer server;
    private final int process;
    private final CancelKey key;
    private final Random random;
    private final Map<String, Portal> portals = new HashMap<>();
    private Wire wire;
    private ByteBuf input;
    private Optional<SimSql> session = Optional.empty();
    private Optional<Work> running = Optional.empty();
    private boolean skipping;
    private boolean saidStandby;

    private record Portal(String sql, List<byte[]> values) {}

    private interface Deed {
        void run() throws SqlFailure;
    }

    /** @param steps until it is done */
    private record Work(FrontendMessage message, int steps, Deed deed) {}

    SimBackend(SimServer server, int process, Random random) {
        this.server = server;
        this.process = process;
        this.key = new CancelKey(ByteBuffer.allocate(CancelKey.MIN_BYTES).putInt(process).array());
        this.random = random;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        wire = new Wire(ctx, random);
        input = ctx.alloc().buffer();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        input.release();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        input.writeBytes(bytes);
        bytes.release();
    }

    /** Whether somebody waits for an answer, or believes to have been heard. */
    boolean isOwing() {
        return input.isReadable() || running.isPresent();
    }

    /** The connection is gone, without a word. */
    void lose() {
        wire.close();
    }

    /** @param inOrder with a last word */
    void serverEnds(boolean inOrder) {
        if (inOrder && session.isPresent()) {
            wire.send(new ErrorResponse(ErrorFields.fatal(SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command")));
        }
        lose();
    }

    void cancel(CancelRequest request) {
        boolean ours = request.processId() == process && request.key().equals(key);
        if (ours && running.filter(work -> work.message() instanceof Query || work.message() instanceof Execute).isPresent()) {
            FrontendMessage message = running.get().message();
            running = Optional.empty();
            fail(message, SimSql.cancelled());
        }
    }

    /** It does something, if there is something to do. */
    void step() {
        if (running.isPresent()) {
            work(running.get());
        } else if (session.isEmpty()) {
            startUp();
        } else if (FrameScanner.HEADER_BYTES <= input.readableBytes() && input.getInt(input.readerIndex() + 1) < input.readableBytes()) {
            byte type = input.readByte();
            take(FrontendMessage.decode(type, input.readSlice(input.readInt() - Integer.BYTES)));
            input.discardReadBytes();
        }
    }

    private void work(Work work) {
        if (work.steps() > 0) {
            running = Optional.of(new Work(work.message(), work.steps() - 1, work.deed()));
            return;
        }
        running = Optional.empty();
        try {
            work.deed().run();
        } catch (SqlFailure e) {
            fail(work.message(), e.error());
        }
    }

    private void startUp() {
        if (input.readableBytes() < Integer.BYTES || input.readableBytes() < input.getInt(input.readerIndex())) {
            return;
        }
        StartupPacket packet = StartupPacket.decode(input.readSlice(input.readInt() - Integer.BYTES));
        switch (packet) {
            case CancelRequest cancel -> {
                server.cancel(cancel);
                lose();
            }
            case StartupMessage startup when server.isUp() -> welcome(startup);
            case StartupMessage _ -> lose();
            default -> throw new IllegalStateException("nobody asks a socket of this machine for encryption: " + packet);
        }
    }

    private void welcome(StartupMessage startup) {
        session = Optional.of(new SimSql(server.node(), server.world(), startup.user()));
        saidStandby = server.server().inRecovery();
        wire.send(
                new AuthenticationOk(),
                new ParameterStatus("server_version", "15.18"),
                new ParameterStatus("client_encoding", "UTF8"),
                new ParameterStatus("standard_conforming_strings", "on"),
                standby(),
                new BackendKeyData(process, key),
                new ReadyForQuery(sql().status()));
    }

    private ParameterStatus standby() {
        return new ParameterStatus("in_hot_standby", saidStandby ? "on" : "off");
    }

    private SimSql sql() {
        return session.orElseThrow();
    }

    private void take(FrontendMessage message) {
        if (skipping && !(message instanceof Sync) && !(message instanceof Terminate)) {
            return;
        }
        switch (message) {
            case Query(String text) -> run(message, steps(text), () -> query(text));
            case Execute(String portal, int _) -> run(message, steps(portals.get(portal).sql()), () -> execute(portals.get(portal)));
            case Sync _ -> run(message, random.nextInt(MOST_STEPS), this::sync);
            case Terminate _ -> lose();
            default -> run(message, 0, () -> prepare(message));
        }
    }

    private void run(FrontendMessage message, int steps, Deed deed) {
        work(new Work(message, steps, deed));
    }

    private int steps(String text) {
        return random.nextInt(MOST_STEPS) + Takes.steps(text);
    }

    private void query(String text) throws SqlFailure {
        sql().statements().remove("");
        boolean told = true;
        for (String one : Takes.without(text).split("; ")) {
            Result result = sql().execute(one, List.of()).orElse(null);
            told = result != null && sql().endImplicit(result).isPresent();
            if (!told) {
                return;
            }
            result.description().ifPresent(wire::add);
            result.rows().forEach(wire::add);
            wire.add(new CommandComplete(result.tag()));
        }
        ready();
    }

    private void execute(Portal portal) throws SqlFailure {
        sql().execute(Takes.without(portal.sql()), portal.values()).ifPresent(result -> {
            result.rows().forEach(wire::add);
            wire.send(new CommandComplete(result.tag()));
        });
    }

    private void prepare(FrontendMessage message) throws SqlFailure {
        switch (message) {
            case Parse(String name, String text, var _) -> {
                sql().check(Takes.without(text));
                if (name.isEmpty()) {
                    sql().statements().remove(name);
                }
                if (sql().statements().putIfAbsent(name, text) != null) {
                    throw new SqlFailure(SqlState.SYNTAX_ERROR, "prepared statement \"" + name + "\" already exists");
                }
                wire.send(new ParseComplete());
            }
            case Bind bind -> {
                portals.put(bind.portal(), new Portal(text(bind.statement()), bind.values()));
                wire.send(new BindComplete());
            }
            case Describe(Target target, String name) -> {
                if (target == Target.STATEMENT) {
                    wire.add(new ParameterDescription(List.of()));
                }
                String text = target == Target.STATEMENT ? text(name) : portals.get(name).sql();
                wire.send(sql().returnsRows(text) ? Result.row("").description().orElseThrow() : new NoData());
            }
            case Close(Target target, String name) -> {
                (target == Target.STATEMENT ? sql().statements() : portals).remove(name);
                wire.send(new CloseComplete());
            }
            case Flush _ -> { }
            default -> throw new IllegalStateException("nobody says " + message + " here");
        }
    }

    private String text(String statement) throws SqlFailure {
        String text = sql().statements().get(statement);
        if (text == null) {
            throw new SqlFailure(SqlState.INVALID_SQL_STATEMENT_NAME, "prepared statement \"" + statement + "\" does not exist");
        }
        return text;
    }

    private void sync() throws SqlFailure {
        skipping = false;
        if (sql().endImplicit(Result.done("")).isPresent()) {
            ready();
        }
    }

    private void ready() {
        if (saidStandby && !server.server().inRecovery()) {
            saidStandby = false;
            wire.add(standby());
        }
        wire.send(new ReadyForQuery(sql().status()));
    }

    private void fail(FrontendMessage message, ErrorFields error) {
        sql().fail();
        wire.add(new ErrorResponse(error));
        if (message instanceof Query || message instanceof Sync) {
            ready();
        } else {
            skipping = true;
            wire.send(new BackendMessage[0]);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        throw new AssertionError("a server of the model failed", cause);
    }
}
