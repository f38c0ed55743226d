package io.segue.proxy.data.session;

import static io.segue.protocol.message.FrontendType.BIND;
import static io.segue.protocol.message.FrontendType.CLOSE;
import static io.segue.protocol.message.FrontendType.DESCRIBE;
import static io.segue.protocol.message.FrontendType.EXECUTE;
import static io.segue.protocol.message.FrontendType.PARSE;
import static io.segue.protocol.message.FrontendType.QUERY;
import static io.segue.protocol.message.FrontendType.SYNC;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Close;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The unit of work at the head of what waits, looked at as a whole: one Query, or a batch with its Sync. It reads when every text that it
 * executes does; of a statement that was prepared before, the session's memory knows the text.
 */
final class ReadUnit {

    /** Longer units are not looked at: they wait. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int LENGTH_BYTES = 4;

    private final ByteBuf bytes;
    private final Predicate<byte[]> onlyReads;
    private final Function<String, Optional<ParsedStatement>> prepared;
    private final Set<String> parsedHere = new HashSet<>();
    private final List<ParsedStatement> parsed = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private boolean bound;
    private boolean executed;
    private int at;

    /** What was found. */
    sealed interface Look {

        /** Provably nothing but reading. */
        record Read(ReadUnit.Contents contents) implements Look {}

        /** It may write. */
        record NoRead() implements Look {}

        /** More of it has to come before that can be told. */
        record Cut() implements Look {}
    }

    /**
     * What a link knows afterwards that it did not before, and the other way round.
     *
     * @param length in bytes
     * @param parsed statements that it prepares
     * @param closed names of statements that it closes
     * @param isQuery a simple query, which ends the unnamed statement
     * @param runs whether anything is executed of what was looked at: a Query, or an Execute behind a Bind
     */
    record Contents(int length, List<ParsedStatement> parsed, List<String> closed, boolean isQuery, boolean runs) {}

    private ReadUnit(ByteBuf bytes, Predicate<byte[]> onlyReads, Function<String, Optional<ParsedStatement>> prepared) {
        this.bytes = bytes;
        this.onlyReads = onlyReads;
        this.prepared = prepared;
        this.at = bytes.readerIndex();
    }

    /**
     * @param bytes what waits, or its first {@link #MAX_BYTES}; only lent
     * @param onlyReads judges a query text in the client's encoding
     * @param prepared statements that the session has, by name
     */
    static Look look(ByteBuf bytes, Predicate<byte[]> onlyReads, Function<String, Optional<ParsedStatement>> prepared) {
        try {
            return new ReadUnit(bytes, onlyReads, prepared).walk();
        } catch (ProtocolViolationException e) {
            // The server is to say so, not we: it waits, and is sent as it is.
            return new Look.NoRead();
        }
    }

    private Look walk() {
        while (at < bytes.writerIndex()) {
            byte type = bytes.getByte(at);
            if (!isPart(type)) {
                return new Look.NoRead();
            }
            if (bytes.writerIndex() - at < FrameScanner.HEADER_BYTES) {
                return cut();
            }
            int end = at + 1 + bytes.getInt(at + 1);
            if (end < at + 1 + LENGTH_BYTES || end - bytes.readerIndex() > MAX_BYTES) {
                return new Look.NoRead();
            }
            if (end > bytes.writerIndex()) {
                return cut();
            }
            ByteBuf body = bytes.slice(at + FrameScanner.HEADER_BYTES, end - at - FrameScanner.HEADER_BYTES);
            at = end;
            if (!reads(type, body)) {
                return new Look.NoRead();
            }
            if (type == QUERY || type == SYNC) {
                int length = end - bytes.readerIndex();
                return new Look.Read(new Contents(length, List.copyOf(parsed), List.copyOf(closed), type == QUERY, type == QUERY || bound && executed));
            }
        }
        return cut();
    }

    private Look cut() {
        return bytes.readableBytes() < MAX_BYTES ? new Look.Cut() : new Look.NoRead();
    }

    /** A Query begins a unit; it is no part of a batch. A Flush asks for an answer before the Sync, which is not there yet. */
    private boolean isPart(byte type) {
        return switch (type) {
            case PARSE, BIND, DESCRIBE, EXECUTE, CLOSE, SYNC -> true;
            case QUERY -> at == bytes.readerIndex();
            default -> false;
        };
    }

    private boolean reads(byte type, ByteBuf body) {
        return switch (type) {
            case QUERY -> {
                int end = body.bytesBefore((byte) 0);
                yield end == body.readableBytes() - 1 && onlyReads.test(ByteBufUtil.getBytes(body, 0, end));
            }
            case PARSE -> parse(body);
            case BIND -> {
                bound = true;
                yield isKnown(Bind.statementOf(body));
            }
            case EXECUTE -> {
                executed = true;
                yield true;
            }
            case CLOSE -> close(Close.decode(body));
            default -> true;
        };
    }

    private boolean parse(ByteBuf body) {
        String name = Parse.statementOf(body);
        parsed.add(new ParsedStatement(name, ByteBufUtil.getBytes(body)));
        parsedHere.add(name);
        return onlyReads.test(ByteBufUtil.getBytes(Parse.queryOf(body)));
    }

    private boolean close(Close close) {
        if (close.target() == Target.STATEMENT) {
            closed.add(close.name());
        }
        return true;
    }

    private boolean isKnown(String statement) {
        return parsedHere.contains(statement) || prepared.apply(statement).map(this::onlyReads).orElse(false);
    }

    private boolean onlyReads(ParsedStatement statement) {
        ByteBuf body = Unpooled.wrappedBuffer(statement.body());
        return onlyReads.test(ByteBufUtil.getBytes(Parse.queryOf(body)));
    }
}
