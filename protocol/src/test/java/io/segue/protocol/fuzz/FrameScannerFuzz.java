package io.segue.protocol.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.segue.protocol.frame.FrameScanner;
import io.segue.protocol.message.ProtocolViolationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * However a stream is cut, the scanner sees the same messages and the same fault at the same place, stops in front of the same messages, and
 * shows what its sink asks for.
 *
 * <pre>input: limit | number of bytes wanted | which message is refused once | 3 lengths of pieces | stream</pre>
 */
public final class FrameScannerFuzz {

    private static final int CONTROL_BYTES = 6;

    private FrameScannerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < CONTROL_BYTES) {
            return;
        }
        byte[] control = Arrays.copyOf(input, CONTROL_BYTES);
        List<String> seen = follow(control, Pieces.whole(input, CONTROL_BYTES));
        Finding.unless(seen.equals(follow(control, Pieces.singleBytes(input, CONTROL_BYTES))), "single bytes are seen otherwise: " + seen);
        byte[] lengths = Arrays.copyOfRange(input, 3, CONTROL_BYTES);
        Finding.unless(seen.equals(follow(control, new Pieces(input, CONTROL_BYTES, lengths))), "pieces are seen otherwise: " + seen);
    }

    private static List<String> follow(byte[] control, Pieces pieces) {
        Notes notes = new Notes(control[1] & 0xFF, control[2] & 0xFF);
        FrameScanner scanner = new FrameScanner(notes, (control[0] & 0xFF) * 8);
        try {
            pieces.to(piece -> scanAll(scanner, notes, piece));
            notes.add(scanner.atBoundary() ? "between messages" : "inside of a message");
        } catch (ProtocolViolationException e) {
            notes.add(e.getMessage());
        }
        return notes.list();
    }

    private static void scanAll(FrameScanner scanner, Notes notes, ByteBuf piece) {
        int from = piece.readerIndex();
        int stop = scanner.scan(piece);
        while (stop < piece.writerIndex()) {
            Finding.unless(notes.hasJustRefused(), "the scanner stopped at a message that was not refused");
            Finding.unless(scanner.atBoundary(), "the scanner stopped inside of a message");
            Finding.unless(stop >= from, "the scanner went backwards");
            piece.readerIndex(stop);
            from = stop;
            stop = scanner.scan(piece);
        }
    }

    /** What the scanner says, as lines. */
    private static final class Notes implements FrameScanner.Sink {

        private final List<String> lines = new ArrayList<>();
        private final int wanted;
        private final int refused;
        private int admitted;
        private boolean hasRefused;
        private boolean justRefused;
        private int due;

        Notes(int wanted, int refused) {
            this.wanted = wanted;
            this.refused = refused;
        }

        void add(String line) {
            lines.add(line);
        }

        List<String> list() {
            return lines;
        }

        boolean hasJustRefused() {
            return justRefused;
        }

        @Override
        public boolean admit(byte type) {
            Finding.unless(due == 0, "a body that was asked for was not shown");
            justRefused = admitted == refused && !hasRefused;
            if (justRefused) {
                hasRefused = true;
                add("refused " + type);
                return false;
            }
            admitted++;
            return true;
        }

        @Override
        public int frame(byte type, int bodyBytes) {
            add("frame " + type + " " + bodyBytes);
            due = Math.min(wanted, bodyBytes);
            return wanted;
        }

        @Override
        public void body(byte type, ByteBuf buffer, int index, int length) {
            Finding.unless(length == due && length > 0, "other bytes are shown than were asked for");
            due = 0;
            add("body " + type + " " + ByteBufUtil.hexDump(buffer, index, length));
        }
    }
}
