package io.segue.proxy.data.net.tls;

import io.netty.buffer.ByteBuf;

/**
 * Finds where the records of one direction of TLS end, and which of them may be an alert.
 *
 * <pre>
 *   record:              byte type, short version, short length, then so many bytes
 *   hidden, as all are in TLS 1.3: what is said, a byte for its kind, zeros (as many as the sender likes), and the tag
 * </pre>
 *
 * <p>How many zeros a sender adds shows as soon as it is known what has come out of its records: OpenSSL adds none, Java 16 each time.
 */
final class TlsRecords {

    private static final int HEADER_BYTES = 5;
    private static final int LENGTH_OFFSET = 3;
    private static final byte ALERT = 21;
    private static final byte APPLICATION_DATA = 23;
    private static final int ALERT_BYTES = 2;
    /** Its kind and the tag. */
    private static final int HIDING_BYTES = 1 + 16;
    /** Whoever adds more is not followed: the last record of a piece is looked at by itself only when it is short. */
    private static final int MAX_ZEROS = 256;
    private static final int NEVER_THE_SAME = -1;

    private byte type;
    private int length;
    private int headerSeen;
    private int bodyLeft;
    private int zeros;
    private boolean measured;

    /** What whole records have passed since somebody last asked; meaningless when a part of one has. */
    private int whole;
    private int wholeBytes;
    private boolean inPieces;

    /**
     * Walks over {@code bytes}, which come behind those of the last time.
     *
     * @return where the last record begins, when it is whole, lies in {@code bytes}, and is short enough for an alert; else -1
     */
    int lastShort(ByteBuf bytes) {
        int start = -1;
        int index = bytes.readerIndex();
        whole = 0;
        wholeBytes = 0;
        inPieces = !isAtBoundary();
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
        inPieces |= !isAtBoundary();
        return start >= 0 && isAtBoundary() && (type == ALERT || isHidden() && length <= ALERT_BYTES + MAX_ZEROS + HIDING_BYTES) ? start : -1;
    }

    /** Whether the last record may be an alert: it is, it is not when its length says so, or it may be {@link #dataBytes} of data. */
    boolean mayBeAlert() {
        return type == ALERT || isHidden() && zeros != NEVER_THE_SAME && length == ALERT_BYTES + zeros + HIDING_BYTES;
    }

    /** How much data the last record can hold, if it is one that may be an alert. */
    int dataBytes() {
        return type == ALERT ? 0 : ALERT_BYTES;
    }

    /**
     * Learns from what has come out of the records of the last walk, all but the last or all of them. Only for records of TLS 1.3.
     *
     * @param said how many bytes; none when they were no data
     */
    void cameOut(int said, boolean withoutLast) {
        int records = withoutLast ? whole - 1 : whole;
        int bytes = withoutLast ? wholeBytes - length : wholeBytes;
        if (inPieces || records == 0 || said == 0) {
            return;
        }
        int added = bytes - records * HIDING_BYTES - said;
        if (added < 0 || added % records != 0 || measured && zeros != added / records) {
            zeros = NEVER_THE_SAME;
        } else {
            zeros = added / records;
        }
        measured = true;
    }

    /** Learns from the last record alone. */
    void cameOutOfLast(int said) {
        whole = 1;
        wholeBytes = length;
        cameOut(said, false);
    }

    private boolean isHidden() {
        return type == APPLICATION_DATA;
    }

    private boolean isAtBoundary() {
        return headerSeen == 0 && bodyLeft == 0;
    }

    private void header(byte next) {
        switch (headerSeen++) {
            case 0 -> type = next;
            case LENGTH_OFFSET -> length = (next & 0xFF) << Byte.SIZE;
            case HEADER_BYTES - 1 -> {
                length |= next & 0xFF;
                bodyLeft = length;
                headerSeen = 0;
                whole++;
                wholeBytes += length;
            }
            default -> { }
        }
    }
}
