package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.Bind;
import io.segue.protocol.message.FrontendType;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.sql.BlockBegin;
import io.segue.protocol.sql.BlockEnd;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the messages of a unit of work that is not executed, and knows at its end whether it would have left a transaction block open. What
 * the client has sent behind it, in the belief that it is inside of that block, must not run outside of one.
 */
final class BlockWatch {

    private static final Logger log = LoggerFactory.getLogger(BlockWatch.class);

    /** Of longer messages only so much is looked at. */
    private static final int MAX_BYTES = 64 * 1024;

    private final Function<String, Optional<ParsedStatement>> prepared;
    private final Map<String, byte[]> parsed = new HashMap<>();
    private boolean open;

    /** @param prepared statements that the session has, by name */
    BlockWatch(Function<String, Optional<ParsedStatement>> prepared) {
        this.prepared = prepared;
    }

    /** How many bytes of a message's body are to be shown to {@link #body}. A batch with a text so long begins no block. */
    static int wanted(byte type, int bodyBytes) {
        return switch (type) {
            case FrontendType.QUERY -> Math.min(bodyBytes, MAX_BYTES);
            case FrontendType.PARSE -> bodyBytes <= MAX_BYTES ? bodyBytes : 0;
            case FrontendType.BIND -> Math.min(bodyBytes, MAX_BYTES);
            default -> 0;
        };
    }

    /** A message that is none begins nothing; a server that skips does not look at it either. */
    void body(byte type, ByteBuf body) {
        try {
            look(type, body);
        } catch (ProtocolViolationException e) {
            log.debug("a message of a unit that is dropped cannot be read: {}", e.getMessage());
        }
    }

    private void look(byte type, ByteBuf body) {
        switch (type) {
            case FrontendType.QUERY -> follow(textOf(body));
            case FrontendType.PARSE -> parsed.put(Parse.statementOf(body), ByteBufUtil.getBytes(Parse.queryOf(body)));
            case FrontendType.BIND -> text(Bind.statementOf(body)).ifPresent(this::follow);
            default -> throw new IllegalStateException("no body of " + (char) type + " was asked for");
        }
    }

    boolean isLeftOpen() {
        return open;
    }

    private static byte[] textOf(ByteBuf query) {
        int end = query.bytesBefore((byte) 0);
        return ByteBufUtil.getBytes(query, query.readerIndex(), end < 0 ? query.readableBytes() : end);
    }

    private Optional<byte[]> text(String statement) {
        return Optional.ofNullable(parsed.get(statement))
                .or(() -> prepared.apply(statement).map(it -> ByteBufUtil.getBytes(Parse.queryOf(Unpooled.wrappedBuffer(it.body())))));
    }

    private void follow(byte[] text) {
        if (BlockBegin.of(text) != BlockBegin.NONE) {
            open = true;
        } else if (BlockEnd.of(text) != BlockEnd.NONE) {
            open = false;
        }
    }
}
