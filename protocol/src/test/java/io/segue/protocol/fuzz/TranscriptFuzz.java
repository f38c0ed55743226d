package io.segue.protocol.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.transcript.Line;
import io.segue.protocol.transcript.Transcript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever is said, the transcript is the same however the bytes are cut; each of its lines is printable, is read again as the same line,
 * and, but for secrets and what was cut, becomes bytes again that are transcribed to the same line.
 *
 * <pre>input: from the start or joining, and how much of a value is shown | { bits: who speaks, how many bytes | bytes }*</pre>
 */
public final class TranscriptFuzz {

    private static final int SERVER = 0x80;

    private TranscriptFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        List<Line> whole = lines(input, Integer.MAX_VALUE);
        Finding.unless(whole.equals(lines(input, 1)), "single bytes are transcribed otherwise");
        whole.forEach(line -> check(line, (input[0] & 1) == 0));
    }

    private static List<Line> lines(byte[] input, int piece) {
        List<Line> lines = new ArrayList<>();
        int valueBytes = input[0] >>> 1 & 0x3F;
        Transcript transcript = (input[0] & 1) == 0
                ? Transcript.fromStart(lines::add, valueBytes) : Transcript.joining(lines::add, valueBytes);
        for (int at = 1; at < input.length; ) {
            int head = input[at++] & 0xFF;
            int end = Math.min(input.length, at + (head & 0x7F));
            for (int from = at; from < end; from += Math.min(piece, end - from)) {
                ByteBuf bytes = Unpooled.wrappedBuffer(Arrays.copyOfRange(input, from, from + Math.min(piece, end - from)));
                say(transcript, (head & SERVER) != 0, bytes);
            }
            at = end;
        }
        return lines;
    }

    private static void say(Transcript transcript, boolean server, ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (server) {
            transcript.serverBytes(bytes);
        } else {
            transcript.clientBytes(bytes);
        }
        Finding.unless(bytes.readableBytes() == length && bytes.refCnt() == 1, "the buffer was not only lent");
    }

    private static void check(Line line, boolean fromStart) {
        String text = line.toString();
        Finding.unless(text.codePoints().noneMatch(Character::isISOControl), "a line with a control character: " + text);
        Finding.unless(Line.parse(text).toString().equals(text), "it is read otherwise: " + text);
        Finding.unless(line.covers(line), "it is not what it is itself: " + text);
        if (!text.contains("********") && !text.contains("...")) {
            ByteBuf bytes = Unpooled.buffer();
            Line.parse(text).encode(bytes);
        }
    }
}
