package io.segue.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;
import java.util.Arrays;

/**
 * Follows the messages in one direction of one connection, however the stream is cut. It remembers how much of the present body is still
 * to come and at most five bytes of a header that a read has cut; it copies nothing else, but for the beginning of a body that its sink
 * wants to see and that a read has cut.
 *
 * <p>One thread at a time. Framing as in the manual, "Message Formats"; the length limit is that of pqcomm.c.
 */
public final class FrameScanner {

    /** Type byte and length word. */
    public static final int HEADER_BYTES = 5;

    /** The length word counts itself. */
    private static final int LENGTH_BYTES = 4;

    private final Sink sink;
    private final int maxBodyBytes;

    private int headerSeen;
    private byte type;
    private int length;

    private int bodyLeft;
    private int wanted;
    private byte[] gathered = new byte[0];
    private int gatheredBytes;

    private int brokenEnd;

    /** What follows the messages. */
    public interface Sink {

        /**
         * The first byte of a message is there. This is the only place where the walk can be stopped.
         *
         * @return false to stop in front of it
         */
        boolean admit(byte type);

        /**
         * The header is complete.
         *
         * @param bodyBytes length of the body, without the length word
         * @return how many bytes from the beginning of the body the sink wants to see; 0 for nearly all messages
         * @throws ProtocolViolationException when a message of that type cannot be so long
         */
        int frame(byte type, int bodyBytes);

        /** The bytes asked for: {@code length} of them at {@code index}. The buffer is only lent. */
        void body(byte type, ByteBuf buffer, int index, int length);
    }

    /** @param maxBodyBytes longer bodies are a protocol violation */
    public FrameScanner(Sink sink, int maxBodyBytes) {
        this.sink = sink;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Whether the bytes so far end between two messages. */
    public boolean atBoundary() {
        return headerSeen == 0 && bodyLeft == 0;
    }

    /** How many bytes have to come, at least, before one more message is whole. */
    public int missingBytes() {
        return bodyLeft > 0 ? bodyLeft : HEADER_BYTES - headerSeen;
    }

    /**
     * Walks over the readable bytes without moving the reader index.
     *
     * @return the index behind the last byte passed: the writer index, or that of the message the sink did not admit
     * @throws ProtocolViolationException for a length that no message has; {@link #brokenEnd} says where. Nothing can be scanned behind it
     */
    public int scan(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (at < end) {
            if (bodyLeft > 0) {
                at = passBody(in, at, end);
            } else if (headerSeen == 0) {
                if (!isAdmitted(in, at)) {
                    return at;
                }
                at = readHeader(in, at, end);
            } else {
                at = readHeader(in, at, end);
            }
        }
        return at;
    }

    private boolean isAdmitted(ByteBuf in, int at) {
        try {
            return sink.admit(in.getByte(at));
        } catch (ProtocolViolationException e) {
            brokenEnd = at + 1;
            throw e;
        }
    }

    /** After a violation: the index behind the header that has the impossible length, or behind the type that the sink objects to. */
    public int brokenEnd() {
        return brokenEnd;
    }

    private int readHeader(ByteBuf in, int at, int end) {
        if (headerSeen == 0 && end - at >= HEADER_BYTES) {
            type = in.getByte(at);
            length = in.getInt(at + 1);
            begin(at + HEADER_BYTES);
            return at + HEADER_BYTES;
        }
        int position = at;
        while (position < end && headerSeen < HEADER_BYTES) {
            byte next = in.getByte(position++);
            if (headerSeen++ == 0) {
                type = next;
                length = 0;
            } else {
                length = length << 8 | next & 0xFF;
            }
        }
        if (headerSeen == HEADER_BYTES) {
            headerSeen = 0;
            begin(position);
        }
        return position;
    }

    private void begin(int headerEnd) {
        try {
            int bodyBytes = bodyBytes(length, maxBodyBytes);
            bodyLeft = bodyBytes;
            wanted = Math.min(sink.frame(type, bodyBytes), bodyBytes);
            gatheredBytes = 0;
        } catch (ProtocolViolationException e) {
            brokenEnd = headerEnd;
            throw e;
        }
    }

    /** @throws ProtocolViolationException when no body can have that length, or a longer one than is allowed */
    static int bodyBytes(int length, int maxBodyBytes) {
        if (length < LENGTH_BYTES || length - LENGTH_BYTES > maxBodyBytes) {
            throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "invalid message length");
        }
        return length - LENGTH_BYTES;
    }

    private int passBody(ByteBuf in, int at, int end) {
        int here = Math.min(bodyLeft, end - at);
        if (wanted > 0) {
            look(in, at, here);
        }
        bodyLeft -= here;
        return at + here;
    }

    private void look(ByteBuf in, int at, int here) {
        if (gatheredBytes == 0 && here >= wanted) {
            int bytes = wanted;
            wanted = 0;
            sink.body(type, in, at, bytes);
            return;
        }
        gather(in, at, Math.min(here, wanted - gatheredBytes));
        if (gatheredBytes == wanted) {
            wanted = 0;
            sink.body(type, Unpooled.wrappedBuffer(gathered, 0, gatheredBytes), 0, gatheredBytes);
            gathered = new byte[0];
        }
    }

    /** Grows with what has come, not with what was announced: a header alone must not cost memory. */
    private void gather(ByteBuf in, int at, int bytes) {
        if (gathered.length < gatheredBytes + bytes) {
            gathered = Arrays.copyOf(gathered, Math.max(gatheredBytes + bytes, Math.min(wanted, gathered.length * 2)));
        }
        in.getBytes(at, gathered, gatheredBytes, bytes);
        gatheredBytes += bytes;
    }
}
