package io.segue.proxy.data.session;

import static io.segue.protocol.message.BackendType.BIND_COMPLETE;
import static io.segue.protocol.message.BackendType.CLOSE_COMPLETE;
import static io.segue.protocol.message.BackendType.COMMAND_COMPLETE;
import static io.segue.protocol.message.BackendType.COPY_IN_RESPONSE;
import static io.segue.protocol.message.BackendType.DATA_ROW;
import static io.segue.protocol.message.BackendType.EMPTY_QUERY_RESPONSE;
import static io.segue.protocol.message.BackendType.ERROR_RESPONSE;
import static io.segue.protocol.message.BackendType.FUNCTION_CALL_RESPONSE;
import static io.segue.protocol.message.BackendType.NO_DATA;
import static io.segue.protocol.message.BackendType.PARAMETER_STATUS;
import static io.segue.protocol.message.BackendType.PARSE_COMPLETE;
import static io.segue.protocol.message.BackendType.PORTAL_SUSPENDED;
import static io.segue.protocol.message.BackendType.READY_FOR_QUERY;
import static io.segue.protocol.message.BackendType.ROW_DESCRIPTION;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.TransactionStatus;
import java.util.Map;

/**
 * Walks over what a server sends in answer to a client: settles the account of what it owes, and takes in what the session must remember.
 * Event loop.
 */
final class ServerFrames implements FrameScanner.Sink {

    /** The longest tag that says something about the session is shorter. */
    private static final int TAG_BYTES = 16;

    private static final int MAX_BODY_BYTES = Integer.MAX_VALUE - 16;

    private final FrameScanner scanner = new FrameScanner(this, MAX_BODY_BYTES);
    private final Outstanding outstanding;
    private final SessionMemory memory;
    private final Map<String, String> clientParameters;
    private final Admission admission;
    private byte lastType;
    private byte typeBeforeLast;
    private long queries;
    private long transactions;

    /** Decides whether an error may pass: the farewell of a server that is left anyway need not reach the client. */
    interface Admission {

        boolean admitError();

        /** The server has refused to write, because it is, or was told to be, read-only (25006). */
        default void saidReadOnly() {}
    }

    /** @param clientParameters what the client was last told of the server's settings; kept up to date here */
    ServerFrames(Outstanding outstanding, SessionMemory memory, Map<String, String> clientParameters, Admission admission) {
        this.outstanding = outstanding;
        this.memory = memory;
        this.clientParameters = clientParameters;
        this.admission = admission;
    }

    /** @return the index behind the last byte that may pass */
    int scan(ByteBuf in) {
        return scanner.scan(in);
    }

    /** Whether the server has said everything that it began to say: only then may a word of ours follow. */
    boolean atBoundary() {
        return scanner.atBoundary();
    }

    /** Whether the last thing that the server has said is an error: then that is why it has hung up. */
    boolean sawError() {
        return lastType == ERROR_RESPONSE;
    }

    @Override
    public boolean admit(byte type) {
        typeBeforeLast = lastType;
        lastType = type;
        return type != ERROR_RESPONSE || admission.admitError();
    }

    @Override
    public int frame(byte type, int bodyBytes) {
        switch (type) {
            case READY_FOR_QUERY -> {
                return 1;
            }
            case COMMAND_COMPLETE -> {
                outstanding.executeCompletes();
                return TAG_BYTES;
            }
            case PARAMETER_STATUS -> {
                return bodyBytes;
            }
            case PARSE_COMPLETE -> outstanding.parseCompletes().ifPresent(memory::parsed);
            case CLOSE_COMPLETE -> outstanding.closeCompletes().ifPresent(memory::closed);
            case BIND_COMPLETE -> outstanding.bindCompletes();
            case ROW_DESCRIPTION, NO_DATA -> outstanding.describeCompletes();
            case EMPTY_QUERY_RESPONSE, PORTAL_SUSPENDED -> outstanding.executeCompletes();
            case FUNCTION_CALL_RESPONSE -> outstanding.functionCallCompletes();
            case COPY_IN_RESPONSE -> outstanding.copyInBegins();
            case ERROR_RESPONSE -> {
                error();
                return ErrorResponse.BYTES_TO_STATE;
            }
            default -> { }
        }
        return 0;
    }

    @Override
    public void body(byte type, ByteBuf buffer, int index, int length) {
        switch (type) {
            case READY_FOR_QUERY -> ready(buffer.getByte(index));
            case COMMAND_COMPLETE -> {
                outstanding.tagged(CommandTags.commit(buffer, index, length));
                memory.noteTag(buffer, index, length);
                if (CommandTags.ofSelect(buffer, index, length) && madeTable(buffer, index)) {
                    memory.noteUnseen();
                }
            }
            case ERROR_RESPONSE -> {
                if (ErrorResponse.hasState(buffer, index, length, SqlState.READ_ONLY_SQL_TRANSACTION)) {
                    admission.saidReadOnly();
                }
            }
            default -> {
                ParameterStatus status = ParameterStatus.decode(buffer.slice(index, length));
                String before = clientParameters.put(status.name(), status.value());
                if (status.name().equals("client_encoding") && !status.value().equals(before)) {
                    memory.encodingChanges();
                }
            }
        }
    }

    /**
     * A SELECT answers with its columns or its rows; one that says nothing but how many there were has filled a table, which may be a temporary one. Of
     * none behind a Bind that nobody wants described it cannot be told, and is not taken for one: that is how a search that finds nothing looks.
     */
    private boolean madeTable(ByteBuf buffer, int index) {
        return switch (typeBeforeLast) {
            case ROW_DESCRIPTION, DATA_ROW -> false;
            case BIND_COMPLETE, PORTAL_SUSPENDED -> !CommandTags.isOfNoRows(buffer, index);
            default -> true;
        };
    }

    private void error() {
        if (outstanding.error().orElse(null) instanceof Expected.StatementParsed(ParsedStatement statement)) {
            memory.parseFailed(statement);
        }
    }

    /** Queries, Syncs and function calls that were answered. */
    long queries() {
        return queries;
    }

    /** Those of them behind which there was no transaction open. */
    long transactions() {
        return transactions;
    }

    private void ready(byte transactionStatus) {
        queries++;
        if (transactionStatus == TransactionStatus.IDLE.code()) {
            transactions++;
        }
        if (outstanding.readyForQuery(transactionStatus).orElse(null) == Expected.Boundary.QUERY) {
            memory.queryAnswered();
        }
        memory.unitEnds();
    }
}
