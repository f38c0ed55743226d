package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.BackendType;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.BindComplete;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.CloseComplete;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.Describe;
import io.segue.protocol.message.EmptyQueryResponse;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.NoData;
import io.segue.protocol.message.ParameterDescription;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.ParseComplete;
import io.segue.protocol.message.PortalSuspended;
import io.segue.protocol.message.Query;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.RowDescription;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.Target;
import io.segue.protocol.message.TransactionStatus;
import io.segue.proxy.data.session.ModelSql.Outcome;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers a client as PostgreSQL does, as far as the order of messages goes (postgres.c, copyfromparse.c): what is skipped, what is ignored,
 * what ends with a ReadyForQuery, and which prepared statements there are. Of SQL it knows {@link ModelSql}.
 */
final class ModelServer {

    private final ByteBuf input = Unpooled.buffer();
    private final ByteBuf output = Unpooled.buffer();
    private final ModelStatements statements = new ModelStatements();
    private final ArrayDeque<String> queryLeft = new ArrayDeque<>();

    private Mode mode = Mode.LISTENING;
    private TransactionStatus status = TransactionStatus.IDLE;
    private boolean batchBegun;

    private enum Mode {
        LISTENING,
        SKIPPING_TO_SYNC,
        COPY_IN_QUERY,
        COPY_IN_BATCH
    }

    /** What has been sent to it and not been dealt with. */
    ByteBuf input() {
        return input;
    }

    /** What it has said and nobody has heard. */
    ByteBuf output() {
        return output;
    }

    boolean isInCopy() {
        return mode == Mode.COPY_IN_QUERY || mode == Mode.COPY_IN_BATCH;
    }

    /** Whether nothing that it has dealt with is unfinished, and all it had to say was heard. */
    boolean isAtRest() {
        return mode == Mode.LISTENING && status == TransactionStatus.IDLE && !batchBegun && !output.isReadable();
    }

    /** Whether what it has dealt with so far will be followed by a ReadyForQuery without another Sync. */
    boolean isQueryUnderWay() {
        return mode == Mode.COPY_IN_QUERY;
    }

    boolean hasMessage() {
        return input.readableBytes() >= FrameScanner.HEADER_BYTES && input.readableBytes() > input.getInt(input.readerIndex() + 1);
    }

    Map<String, String> statements() {
        return statements.byName();
    }

    /** Deals with one message. Only when there is one, whole. */
    void step() {
        byte type = input.readByte();
        ByteBuf body = input.readSlice(input.readInt() - Integer.BYTES);
        switch (mode) {
            case LISTENING -> listen(type, body);
            case SKIPPING_TO_SYNC -> {
                if (type == FrontendType.SYNC) {
                    sync();
                }
            }
            case COPY_IN_QUERY, COPY_IN_BATCH -> copy(type, body);
        }
    }

    private void listen(byte type, ByteBuf body) {
        switch (type) {
            case FrontendType.QUERY -> query(Query.decode(body).query());
            case FrontendType.FUNCTION_CALL -> functionCall(body);
            case FrontendType.SYNC -> sync();
            case FrontendType.FLUSH -> {
                if (body.isReadable()) {
                    failInBatch("invalid message format");
                }
            }
            case FrontendType.COPY_DATA, FrontendType.COPY_DONE, FrontendType.COPY_FAIL -> { }
            default -> {
                batchBegun = true;
                batch(type, body);
            }
        }
    }

    private void query(String query) {
        statements.queryBegins();
        batchBegun = false;
        queryLeft.addAll(ModelSql.statements(query));
        goOnWithQuery();
    }

    private void goOnWithQuery() {
        while (!queryLeft.isEmpty()) {
            switch (ModelSql.run(queryLeft.poll(), status)) {
                case Outcome.Empty() -> say(new EmptyQueryResponse());
                case Outcome.Rows rows -> {
                    say(new RowDescription(List.of(RowDescription.Column.text("a"))));
                    rows(rows.count());
                    say(new CommandComplete("SELECT " + rows.count()));
                }
                case Outcome.Done(String tag, TransactionStatus next) -> {
                    say(new CommandComplete(tag));
                    status = next;
                }
                case Outcome.CopyIn() -> {
                    mode = Mode.COPY_IN_QUERY;
                    sayCopyIn();
                    return;
                }
                case Outcome.Failed(String message) -> {
                    fail(message);
                    return;
                }
            }
        }
        ready();
    }

    private void functionCall(ByteBuf body) {
        batchBegun = false;
        if (body.readBoolean() && status != TransactionStatus.FAILED) {
            output.writeByte(BackendType.FUNCTION_CALL_RESPONSE).writeInt(8).writeInt(-1);
            ready();
        } else {
            fail("function fails");
        }
    }

    private void batch(byte type, ByteBuf body) {
        switch (type) {
            case FrontendType.PARSE -> answer(statements.parse(Parse.decode(body), status), new ParseComplete());
            case FrontendType.BIND -> answer(statements.bind(Bind.decode(body)), new BindComplete());
            case FrontendType.DESCRIBE -> describe(Describe.decode(body));
            case FrontendType.EXECUTE -> execute(Execute.decode(body));
            case FrontendType.CLOSE -> {
                statements.close(Close.decode(body));
                say(new CloseComplete());
            }
            default -> throw new IllegalStateException("a client never sends " + (char) type);
        }
    }

    private void answer(boolean done, BackendMessage answer) {
        if (done) {
            say(answer);
        } else {
            failInBatch("no such thing");
        }
    }

    private void describe(Describe describe) {
        Optional<String> sql = statements.described(describe);
        if (sql.isPresent() && describe.target() == Target.STATEMENT) {
            say(new ParameterDescription(List.of()));
        }
        boolean rows = sql.filter(ModelSql::returnsRows).isPresent();
        answer(sql.isPresent(), rows ? new RowDescription(List.of(RowDescription.Column.text("a"))) : new NoData());
    }

    private void execute(Execute execute) {
        statements.portal(execute.portal()).ifPresentOrElse(sql -> run(sql, execute.maxRows()), () -> failInBatch("portal does not exist"));
    }

    private void run(String sql, int maxRows) {
        switch (ModelSql.run(sql, status)) {
            case Outcome.Empty() -> say(new EmptyQueryResponse());
            case Outcome.Rows rows when maxRows > 0 && maxRows < rows.count() -> {
                rows(maxRows);
                say(new PortalSuspended());
            }
            case Outcome.Rows rows -> {
                rows(rows.count());
                say(new CommandComplete("SELECT " + rows.count()));
            }
            case Outcome.Done(String tag, TransactionStatus next) -> {
                say(new CommandComplete(tag));
                status = next;
            }
            case Outcome.CopyIn() -> {
                mode = Mode.COPY_IN_BATCH;
                sayCopyIn();
            }
            case Outcome.Failed(String message) -> failInBatch(message);
        }
    }

    private void sync() {
        mode = Mode.LISTENING;
        batchBegun = false;
        ready();
    }

    private void copy(byte type, ByteBuf body) {
        switch (type) {
            case FrontendType.SYNC, FrontendType.FLUSH -> { }
            case FrontendType.COPY_DATA -> {
                if (body.readByte() == ModelSql.BAD_COPY_DATA) {
                    endCopy("bad data");
                }
            }
            case FrontendType.COPY_FAIL -> endCopy("the client gave up");
            case FrontendType.COPY_DONE -> {
                say(new CommandComplete("COPY 1"));
                boolean inQuery = mode == Mode.COPY_IN_QUERY;
                mode = Mode.LISTENING;
                if (inQuery) {
                    goOnWithQuery();
                }
            }
            default -> throw new IllegalStateException("the model's client never sends " + (char) type + " in COPY: a server would hang up");
        }
    }

    private void endCopy(String message) {
        if (mode == Mode.COPY_IN_QUERY) {
            fail(message);
        } else {
            failInBatch(message);
        }
    }

    // ---- what it says

    private void fail(String message) {
        sayError(message);
        mode = Mode.LISTENING;
        ready();
    }

    private void failInBatch(String message) {
        sayError(message);
        mode = Mode.SKIPPING_TO_SYNC;
    }

    private void sayError(String message) {
        say(new ErrorResponse(ErrorFields.error(SqlState.SYNTAX_ERROR, message)));
        if (status == TransactionStatus.IN_TRANSACTION) {
            status = TransactionStatus.FAILED;
        }
        queryLeft.clear();
    }

    private void ready() {
        if (status == TransactionStatus.IDLE) {
            statements.transactionEnds();
        }
        say(new ReadyForQuery(status));
    }

    private void rows(int count) {
        for (int i = 0; i < count; i++) {
            say(DataRow.ofTexts(List.of("1")));
        }
    }

    private void sayCopyIn() {
        output.writeByte(BackendType.COPY_IN_RESPONSE).writeInt(7).writeByte(0).writeShort(0);
    }

    private void say(BackendMessage message) {
        message.encode(output);
    }
}
