package io.segue.proxy.data.session;

import static io.segue.protocol.message.FrontendType.BIND;
import static io.segue.protocol.message.FrontendType.CLOSE;
import static io.segue.protocol.message.FrontendType.COPY_DATA;
import static io.segue.protocol.message.FrontendType.COPY_DONE;
import static io.segue.protocol.message.FrontendType.COPY_FAIL;
import static io.segue.protocol.message.FrontendType.DESCRIBE;
import static io.segue.protocol.message.FrontendType.EXECUTE;
import static io.segue.protocol.message.FrontendType.FLUSH;
import static io.segue.protocol.message.FrontendType.FUNCTION_CALL;
import static io.segue.protocol.message.FrontendType.PARSE;
import static io.segue.protocol.message.FrontendType.QUERY;
import static io.segue.protocol.message.FrontendType.SYNC;
import static io.segue.protocol.message.FrontendType.TERMINATE;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;

/**
 * Walks over what a client sends: keeps the account of what the server owes, and the memory. Whether a message may pass is the session's
 * affair. Event loop.
 */
final class ClientFrames implements FrameScanner.Sink {

    /** What a Close is about: a statement, not a portal. */
    private static final byte STATEMENT = 'S';

    /** Most statements are shorter; of longer ones only so much is looked at. */
    private static final int QUERY_LOOK_BYTES = 16 * 1024;

    /** libpq.h, PQ_LARGE_MESSAGE_LIMIT and PQ_SMALL_MESSAGE_LIMIT, without the length word that they count. */
    private static final int MAX_LARGE_BODY_BYTES = 0x3FFF_FFFE - Integer.BYTES;

    private static final int MAX_SMALL_BODY_BYTES = 10_000 - Integer.BYTES;

    private final FrameScanner scanner = new FrameScanner(this, MAX_LARGE_BODY_BYTES);
    private final Outstanding outstanding;
    private final SessionMemory memory;
    private final int maxParseBytes;
    private final Admission admission;
    private boolean terminated;

    /** Decides whether a message may pass, at its first byte. */
    interface Admission {

        boolean admit(byte type);
    }

    ClientFrames(Outstanding outstanding, SessionMemory memory, int maxParseBytes, Admission admission) {
        this.outstanding = outstanding;
        this.memory = memory;
        this.maxParseBytes = maxParseBytes;
        this.admission = admission;
    }

    /** @return the index behind the last byte that may pass */
    int scan(ByteBuf in) {
        return scanner.scan(in);
    }

    /** After a violation: the index behind what the server is still sent, which is enough for it to end the session. */
    int brokenEnd() {
        return scanner.brokenEnd();
    }

    /** Whether the last message that passed is whole. */
    boolean atBoundary() {
        return scanner.atBoundary();
    }

    int missingBytes() {
        return scanner.missingBytes();
    }

    /** Whether the client has said good-bye. */
    boolean isTerminated() {
        return terminated;
    }

    /**
     * Whether a message of that type, sent while nothing is under way, is answered by nothing: late COPY data after an error is ignored by the
     * server (postgres.c), a Flush has nothing to flush, and Terminate ends the session. Only of a Flush that is longer than it may be this is
     * not true, which is not to be seen at its first byte: {@link Outstanding#isBatchOpen} tells then that it has begun something.
     */
    static boolean beginsNothing(byte type) {
        return isCopy(type) || type == FLUSH || type == TERMINATE;
    }

    static boolean isCopy(byte type) {
        return type == COPY_DATA || type == COPY_DONE || type == COPY_FAIL;
    }

    /**
     * For a type that there is not the server ends the session, in whatever state that is, and reads nothing more (postgres.c, SocketBackend):
     * what it is sent behind that could cost it its last word.
     */
    @Override
    public boolean admit(byte type) {
        boolean admitted = admission.admit(type);
        if (admitted && !isKnown(type)) {
            throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "invalid frontend message type " + (type & 0xFF));
        }
        return admitted;
    }

    private static boolean isKnown(byte type) {
        return switch (type) {
            case QUERY, PARSE, BIND, DESCRIBE, EXECUTE, CLOSE, SYNC, FLUSH, FUNCTION_CALL, COPY_DATA, COPY_DONE, COPY_FAIL, TERMINATE -> true;
            default -> false;
        };
    }

    @Override
    public int frame(byte type, int bodyBytes) {
        if (bodyBytes > MAX_SMALL_BODY_BYTES && isSmall(type)) {
            throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "invalid message length");
        }
        switch (type) {
            case BIND -> outstanding.bind();
            case DESCRIBE -> outstanding.describe();
            case EXECUTE -> outstanding.execute();
            case SYNC -> outstanding.sync();
            case QUERY -> {
                outstanding.query();
                return lookAtQuery(bodyBytes);
            }
            case PARSE -> {
                return lookAtParse(bodyBytes);
            }
            case CLOSE -> {
                if (bodyBytes == 0) {
                    outstanding.closePortal(); // malformed, which is answered as well
                }
                return bodyBytes;
            }
            case FUNCTION_CALL -> outstanding.functionCall();
            case COPY_DATA -> outstanding.copyData();
            case COPY_DONE, COPY_FAIL -> outstanding.copyEnds();
            case FLUSH -> {
                if (bodyBytes > 0) {
                    outstanding.brokenFlush();
                }
            }
            case TERMINATE -> terminated = true;
            default -> throw new IllegalStateException("a message of type " + type + " was not to be admitted");
        }
        return 0;
    }

    @Override
    public void body(byte type, ByteBuf buffer, int index, int length) {
        switch (type) {
            case QUERY -> memory.noteQuery(buffer, index, length);
            case PARSE -> parse(buffer.slice(index, length));
            default -> close(buffer.slice(index, length));
        }
    }

    /** What the server hangs up on when it is longer (postgres.c, SocketBackend). Of types unknown to it, it does not even read the length. */
    private static boolean isSmall(byte type) {
        return switch (type) {
            case CLOSE, DESCRIBE, EXECUTE, FLUSH, SYNC, TERMINATE, COPY_DONE, COPY_FAIL -> true;
            default -> false;
        };
    }

    private int lookAtQuery(int bodyBytes) {
        if (bodyBytes > QUERY_LOOK_BYTES) {
            memory.noteUnseen();
            return QUERY_LOOK_BYTES;
        }
        return bodyBytes;
    }

    private int lookAtParse(int bodyBytes) {
        if (bodyBytes == 0) {
            outstanding.unseenParse(); // malformed, which is answered as well
            return 0;
        }
        if (bodyBytes > maxParseBytes) {
            memory.statementTooLarge();
            outstanding.unseenParse();
            return 0;
        }
        return bodyBytes;
    }

    /** What is malformed passes all the same: the server has an error for it, after which the session goes on. */
    private void parse(ByteBuf body) {
        try {
            ByteBuf query = Parse.queryOf(body);
            byte[] copy = new byte[body.readableBytes()];
            body.getBytes(body.readerIndex(), copy);
            ParsedStatement statement = new ParsedStatement(ParsedStatement.nameOf(body), copy);
            memory.noteParse(statement.name(), query);
            outstanding.parse(statement);
        } catch (ProtocolViolationException e) {
            outstanding.unseenParse();
        }
    }

    private void close(ByteBuf body) {
        if (body.isReadable() && body.readByte() == STATEMENT && body.bytesBefore((byte) 0) >= 0) {
            outstanding.closeStatement(ParsedStatement.nameOf(body));
        } else {
            outstanding.closePortal();
        }
    }
}
