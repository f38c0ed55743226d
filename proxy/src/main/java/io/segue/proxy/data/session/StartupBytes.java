package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;
import io.segue.protocol.message.StartupPacket;
import java.util.Optional;

/** The first bytes of a connection, gathered up to one start-up packet (10,000 bytes) and what came along with it. Event loop. */
final class StartupBytes {

    private static final int LENGTH_BYTES = Integer.BYTES;
    private static final int MIN_PACKET_BYTES = 2 * Integer.BYTES;

    /** The type of a TLS record that carries a handshake; no length of a start-up packet begins with it. */
    private static final byte TLS_HANDSHAKE = 0x16;

    private ByteBuf gathered = Unpooled.EMPTY_BUFFER;
    private ProtocolVersion asked = ProtocolVersion.V3_0;

    /** Takes ownership of {@code bytes}. */
    void add(ByteBufAllocator allocator, ByteBuf bytes) {
        if (gathered.isReadable()) {
            ByteBuf both = allocator.buffer(gathered.readableBytes() + bytes.readableBytes());
            both.writeBytes(gathered).writeBytes(bytes);
            bytes.release();
            replace(both);
        } else {
            replace(bytes);
        }
    }

    boolean isEmpty() {
        return !gathered.isReadable();
    }

    boolean beginWithTls() {
        return gathered.isReadable() && gathered.getByte(gathered.readerIndex()) == TLS_HANDSHAKE;
    }

    /**
     * The next packet; empty when it is not whole yet.
     *
     * @throws ProtocolViolationException for a length that no start-up packet has: most often something that is not PostgreSQL at all
     */
    Optional<StartupPacket> next() {
        if (gathered.readableBytes() < LENGTH_BYTES) {
            return Optional.empty();
        }
        int length = gathered.getInt(gathered.readerIndex());
        if (length < MIN_PACKET_BYTES || length > LENGTH_BYTES + StartupPacket.MAX_BODY_BYTES) {
            throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "invalid length of startup packet");
        }
        if (gathered.readableBytes() < length) {
            return Optional.empty();
        }
        gathered.skipBytes(LENGTH_BYTES);
        asked = ProtocolVersion.of(gathered.getInt(gathered.readerIndex()));
        return Optional.of(StartupPacket.decode(gathered.readSlice(length - LENGTH_BYTES)));
    }

    /** Whether the last packet asked for a version before 3, and so the client understands errors of that time only. */
    boolean isFromBeforeVersion3() {
        return asked.major() < ProtocolVersion.V3_0.major();
    }

    /** Everything that is left; now the caller's. */
    ByteBuf takeRest() {
        ByteBuf rest = gathered;
        gathered = Unpooled.EMPTY_BUFFER;
        return rest;
    }

    void release() {
        replace(Unpooled.EMPTY_BUFFER);
    }

    private void replace(ByteBuf bytes) {
        gathered.release();
        gathered = bytes;
    }
}
