package io.segue.proxy.data.net.tls;

import io.netty.buffer.ByteBuf;

/**
 * Finds where the records of one direction of TLS end.
 *
 * <pre>
 *   record: byte type, short version, short length, then so many bytes
 * </pre>
 */
final class TlsRecords {

    private static final int HEADER_BYTES = 5;
    private static final int LENGTH_OFFSET = 3;
    private static final byte ALERT = 21;
    private static final byte APPLICATION_DATA = 23;

    /** In TLS 1.3: two bytes, their kind, and the tag. */
    private static final int HIDDEN_ALERT_BYTES = 2 + 1 + 16;

    /** What a record of that length can hold at most when it is data after all: all but the tag. */
    private static final int DATA_BYTES = HIDDEN_ALERT_BYTES - 16;

    private byte type;
    private int length;
    private int headerSeen;
    private int bodyLeft;

    /**
     * Walks over {@code bytes}, which come behind those of the last time.
     *
     * @return where the last record begins, when it is whole, lies in {@code bytes}, and may be an alert; else -1
     */
    int lastThatMayBeAlert(ByteBuf bytes) {
        int start = -1;
        int index = bytes.readerIndex();
        while (index < bytes.writerIndex()) {
            if (bodyLeft > 0) {
                int step = Math.min(bodyLeft, bytes.writerIndex() - index);
                bodyLeft -= step;
                index += step;
            } else {
                start = headerSeen == 0 ? index : start;
                header(bytes.getByte(index++));
            }
        }
        return headerSeen == 0 && bodyLeft == 0 && mayBeAlert() ? start : -1;
    }

    /** How much data the last record can hold, if it is one that may be an alert. */
    int dataBytes() {
        return type == ALERT ? 0 : DATA_BYTES;
    }

    private void header(byte next) {
        switch (headerSeen++) {
            case 0 -> type = next;
            case LENGTH_OFFSET -> length = (next & 0xFF) << Byte.SIZE;
            case HEADER_BYTES - 1 -> {
                length |= next & 0xFF;
                bodyLeft = length;
                headerSeen = 0;
            }
            default -> { }
        }
    }

    private boolean mayBeAlert() {
        return type == ALERT || type == APPLICATION_DATA && length == HIDDEN_ALERT_BYTES;
    }
}
