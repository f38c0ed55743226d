package io.segue.protocol.transcript;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.message.StartupPacket;
import java.nio.ByteBuffer;
import java.util.List;

/** The packets of a client that have no type, up to the one that begins the session. */
final class StartupReader {

    private static final int MIN_PACKET_BYTES = 2 * Integer.BYTES;
    private static final List<Layout> REQUESTS = List.of(Messages.SSL_REQUEST, Messages.GSSENC_REQUEST, Messages.CANCEL_REQUEST);

    private final LineMaker lines;
    private final ByteBuf gathered = Unpooled.buffer(0);
    private int answersDue;
    private boolean over;
    private boolean lost;

    StartupReader(LineMaker lines, boolean fromStart) {
        this.lines = lines;
        this.over = !fromStart;
    }

    /** Takes what belongs to the start-up and leaves the rest. */
    void take(ByteBuf bytes) {
        while (!over && !lost && bytes.isReadable()) {
            gathered.writeBytes(bytes, Math.min(bytes.readableBytes(), missing()));
            if (gathered.readableBytes() >= Integer.BYTES && !isLengthPossible()) {
                lost = true;
                lines.bytes(gathered, "invalid length of startup packet");
            } else if (missing() == 0) {
                packet(gathered.slice(Integer.BYTES, gathered.readableBytes() - Integer.BYTES));
                gathered.clear();
            }
        }
        if (lost) {
            bytes.skipBytes(bytes.readableBytes());
        }
    }

    /** Whether the next byte of the server may be the answer to a request for encryption; then it is. */
    boolean isAnswerDue() {
        return answersDue > 0 && answersDue-- > 0;
    }

    /** How many bytes make the length, or with it the packet, whole. */
    private int missing() {
        int present = gathered.readableBytes();
        return present < Integer.BYTES ? Integer.BYTES - present : gathered.getInt(0) - present;
    }

    private boolean isLengthPossible() {
        int length = gathered.getInt(0);
        return length >= MIN_PACKET_BYTES && length <= Integer.BYTES + StartupPacket.MAX_BODY_BYTES;
    }

    private void packet(ByteBuf body) {
        int code = body.getInt(0);
        Layout layout = REQUESTS.stream().filter(request -> ByteBuffer.wrap(request.code()).getInt() == code).findFirst()
                .orElse(Messages.STARTUP_MESSAGE);
        lines.message(layout, body, body.readableBytes());
        if (layout == Messages.SSL_REQUEST || layout == Messages.GSSENC_REQUEST) {
            answersDue++;
        } else {
            over = true;
        }
    }
}
