package io.segue.protocol.transcript;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.transcript.BodyReader.Broken;
import io.segue.protocol.transcript.BodyReader.CutShort;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The kinds of field that have names and values. */
final class Pairs {

    private Pairs() {}

    /** Names and values as strings, and an empty name at the end. */
    static Part parameters() {
        return new Part() {
            @Override
            public void read(BodyReader in, List<Term> out) throws Broken, CutShort {
                for (byte[] name = in.wholeString(); name.length > 0; name = in.wholeString()) {
                    out.add(new Term.Pair(name(name), Term.Bytes.of(in.string())));
                    in.requireWholeString();
                }
            }

            @Override
            public void write(TermCursor in, ByteBuf out) {
                while (!in.isAtEnd()) {
                    Term.Pair pair = in.pair();
                    Parts.writeString(name(pair.name()), out);
                    Parts.writeString(value(pair), out);
                }
                out.writeByte(0);
            }
        };
    }

    /** Letters and strings, and a zero at the end: what an error says. */
    static Part fields() {
        return new Part() {
            @Override
            public void read(BodyReader in, List<Term> out) throws Broken, CutShort {
                for (byte letter = in.int8(); letter != 0; letter = in.int8()) {
                    out.add(new Term.Pair(name(new byte[] {letter}), Term.Bytes.of(Secrets.ofProse(in.string()))));
                    in.requireWholeString();
                }
            }

            @Override
            public void write(TermCursor in, ByteBuf out) {
                while (!in.isAtEnd()) {
                    Term.Pair pair = in.pair();
                    out.writeBytes(name(pair.name()).head());
                    Parts.writeString(value(pair), out);
                }
                out.writeByte(0);
            }
        };
    }

    /** Without quotes where it needs none. */
    private static Term name(byte[] name) {
        String text = new String(name, StandardCharsets.ISO_8859_1);
        boolean isPlain = text.matches("[A-Za-z_.][A-Za-z0-9_.]*") && !text.startsWith(Term.Rest.TEXT) && !text.equals("NULL");
        return isPlain ? new Term.Word(text) : Term.Bytes.of(name);
    }

    private static Term.Bytes name(Term name) {
        return switch (name) {
            case Term.Word(String text) -> Term.Bytes.of(text.getBytes(StandardCharsets.UTF_8));
            case Term.Bytes bytes -> bytes;
            default -> throw new TranscriptException("expected a name, found " + name);
        };
    }

    private static Term.Bytes value(Term.Pair pair) {
        if (pair.value() instanceof Term.Bytes bytes) {
            return bytes;
        }
        throw new TranscriptException("expected a text in quotes, found " + pair.value());
    }
}
