package io.segue.protocol.transcript;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.transcript.BodyReader.Broken;
import io.segue.protocol.transcript.BodyReader.CutShort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes the lines of one direction from bodies and their layouts. */
final class LineMaker {

    private static final int GARBAGE_BYTES = 32;

    private final Line.Origin origin;
    private final int valueBytes;
    private final Consumer<Line> lines;

    LineMaker(Line.Origin origin, int valueBytes, Consumer<Line> lines) {
        this.origin = origin;
        this.valueBytes = valueBytes;
        this.lines = lines;
    }

    /**
     * @param head the body or its beginning; lent
     * @param length of the whole body
     */
    void message(Layout layout, ByteBuf head, long length) {
        List<Term> terms = new ArrayList<>();
        try {
            layout.read(new BodyReader(head.slice(), length, valueBytes), terms);
            say(layout.name(), terms);
        } catch (CutShort e) {
            terms.add(new Term.Cut(e.more()));
            say(layout.name(), terms);
        } catch (Broken e) {
            say(Line.BROKEN, List.of(new Term.Word(layout.name()), raw(layout, head, length), text(e.getMessage())));
        }
    }

    void unknown(byte type, ByteBuf head, long length) {
        say(Line.UNKNOWN, List.of(Term.Bytes.of(new byte[] {type}), shown(bytes(head), length)));
    }

    void garbage(byte type, String why) {
        say(Line.GARBAGE, List.of(Term.Bytes.of(new byte[] {type}), text(why)));
    }

    void bytes(ByteBuf raw, String why) {
        say(Line.BYTES, List.of(Term.Bytes.cut(bytes(raw), Math.min(GARBAGE_BYTES, valueBytes), raw.readableBytes()), text(why)));
    }

    /** A body that is broken may still hold what is not to be shown. */
    private Term raw(Layout layout, ByteBuf head, long length) {
        byte[] body = bytes(head);
        boolean holdsSecret = layout.type() == 'p' || layout == Messages.CANCEL_REQUEST || layout.name().equals("BackendKeyData")
                || layout.name().startsWith("Authentication") || Secrets.isSensitive(body);
        return holdsSecret ? new Term.Secret() : shown(body, length);
    }

    private Term.Bytes shown(byte[] head, long length) {
        return Term.Bytes.cut(head, Math.min(valueBytes, Secrets.shownOfValue(head)), length);
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return bytes;
    }

    private static Term text(String text) {
        return Term.Bytes.of(text.getBytes(US_ASCII));
    }

    private void say(String name, List<Term> terms) {
        lines.accept(new Line(origin, name, terms));
    }
}
