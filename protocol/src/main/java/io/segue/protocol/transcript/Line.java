package io.segue.protocol.transcript;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message, or what was there in its place.
 *
 * <pre>
 *   C: Query "SELECT 1"
 *   S: Broken DataRow 0x0001 "insufficient data left in message"     its type is known and its body is not one
 *   C: Unknown "y" 0x0102                                            no message has that type
 *   C: Garbage "Q" "invalid message length"                          nothing behind it can be understood
 *   C: Bytes "GET / HTTP/1.1"+40                                     as it came, without type and length
 *   S: EncryptionResponse "N"                                        the one byte in answer to SSLRequest and GSSENCRequest
 * </pre>
 *
 * @param name of the message in the manual, or one of the above
 */
public record Line(Origin origin, String name, List<Term> terms) {

    static final String BROKEN = "Broken";
    static final String UNKNOWN = "Unknown";
    static final String GARBAGE = "Garbage";
    static final String BYTES = "Bytes";
    static final String ENCRYPTION_RESPONSE = "EncryptionResponse";

    /** What stands in front of a line of a log, time and session, does not matter. */
    private static final Pattern FORM = Pattern.compile("(?:\\S+ \\S+ )??([CS]): ([A-Za-z0-9]+)(?: (.*))?");

    /** Who says it. */
    public enum Origin {
        CLIENT("C"),
        SERVER("S");

        private final String letter;

        Origin(String letter) {
            this.letter = letter;
        }
    }

    public Line {
        terms = List.copyOf(terms);
    }

    /** @throws TranscriptException when the text is no line, or names no message */
    public static Line parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new TranscriptException("not a line of a transcript: " + text);
        }
        Origin origin = form.group(1).equals(Origin.CLIENT.letter) ? Origin.CLIENT : Origin.SERVER;
        Line line = new Line(origin, form.group(2), form.group(3) == null ? List.of() : TermParser.parse(form.group(3)));
        if (!line.isInstead() && Messages.named(origin, line.name).isEmpty()) {
            throw new TranscriptException(line.name + " is none of " + Messages.names(origin));
        }
        return line;
    }

    private boolean isInstead() {
        return List.of(BROKEN, UNKNOWN, GARBAGE, BYTES, ENCRYPTION_RESPONSE).contains(name);
    }

    public boolean is(String other) {
        return name.equals(other);
    }

    /** This line with another field in place of one that it has. */
    public Line with(int field, Term term) {
        List<Term> changed = new ArrayList<>(terms);
        changed.set(field, term);
        return new Line(origin, name, changed);
    }

    /** Whether {@code actual} is what this line, with or without place-holders, expects. */
    public boolean covers(Line actual) {
        return origin == actual.origin && name.equals(actual.name) && Term.covers(terms, actual.terms);
    }

    /**
     * Writes the bytes that stand for this line. What of a value is not shown is filled up.
     *
     * @throws TranscriptException when fields are wrong or not all there: a secret, a text that was cut
     */
    public void encode(ByteBuf out) {
        try {
            TermCursor fields = new TermCursor(terms);
            switch (name) {
                case BROKEN -> typed(Messages.named(origin, fields.word()).orElseThrow(() -> new TranscriptException("no such message")).type(), fields, out);
                case UNKNOWN -> typed(type(fields), fields, out);
                case GARBAGE -> out.writeBytes(fields.bytes().head()).writeInt(0);
                case BYTES, ENCRYPTION_RESPONSE -> Parts.fill(fields.bytes(), out);
                default -> Messages.named(origin, name).orElseThrow(() -> new TranscriptException("no such message")).write(terms, out);
            }
        } catch (TranscriptException e) {
            throw new TranscriptException("cannot be sent: " + this + ": " + e.getMessage(), e);
        }
    }

    private static byte type(TermCursor fields) {
        byte[] type = fields.bytes().head();
        if (type.length != 1) {
            throw new TranscriptException("a type has one byte");
        }
        return type[0];
    }

    private static void typed(byte type, TermCursor fields, ByteBuf out) {
        Term.Bytes body = fields.bytes();
        if (type != Layout.NO_TYPE) {
            out.writeByte(type);
        }
        out.writeInt(Math.toIntExact(Integer.BYTES + body.head().length + body.more()));
        Parts.fill(body, out);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(origin.letter).append(": ").append(name);
        terms.forEach(term -> text.append(' ').append(term));
        return text.toString();
    }
}
