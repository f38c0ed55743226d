package io.segue.protocol.transcript;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.transcript.BodyReader.Broken;
import io.segue.protocol.transcript.BodyReader.CutShort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The kinds of field there are beside numbers, {@link Numbers}, and names with values, {@link Pairs}: texts, values and lists. */
final class Parts {

    /** In place of what was not shown when a line becomes bytes again. */
    private static final byte FILLER = '.';

    private Parts() {}

    static Part string() {
        return string(UnaryOperator.identity());
    }

    /** @param shown what may be shown of it */
    static Part string(UnaryOperator<byte[]> shown) {
        return new Part() {
            @Override
            public void read(BodyReader in, List<Term> out) throws Broken, CutShort {
                out.add(Term.Bytes.of(shown.apply(in.string())));
                in.requireWholeString();
            }

            @Override
            public void write(TermCursor in, ByteBuf out) {
                writeString(in.bytes(), out);
            }
        };
    }

    static void writeString(Term.Bytes text, ByteBuf out) {
        if (text.more() > 0) {
            throw new TranscriptException("not all of the text is there: " + text);
        }
        out.writeBytes(text.head()).writeByte(0);
    }

    /** Int32 length and bytes, -1 for NULL. */
    static Part value() {
        return new Part() {
            @Override
            public void read(BodyReader in, List<Term> out) throws Broken, CutShort {
                int length = in.int32();
                out.add(length == -1 ? new Term.Null() : in.value(length));
            }

            @Override
            public void write(TermCursor in, ByteBuf out) {
                switch (in.next()) {
                    case Term.Null() -> out.writeInt(-1);
                    case Term.Bytes value -> {
                        out.writeInt(Math.toIntExact(value.head().length + value.more()));
                        fill(value, out);
                    }
                    case Term other -> throw new TranscriptException("expected a value or NULL, found " + other);
                }
            }
        };
    }

    /** All that is left of the body. */
    static Part rest() {
        return new Part() {
            @Override
            public void read(BodyReader in, List<Term> out) throws Broken {
                out.add(in.rest());
            }

            @Override
            public void write(TermCursor in, ByteBuf out) {
                fill(in.bytes(), out);
            }
        };
    }

    static void fill(Term.Bytes value, ByteBuf out) {
        out.writeBytes(value.head());
        for (long i = 0; i < value.more(); i++) {
            out.writeByte(FILLER);
        }
    }

    /** All that is left of the body is a secret. It can be sent when a script has it in clear. */
    static Part secret() {
        return new Part() {
            @Override
            public void read(BodyReader in, List<Term> out) {
                in.skipRest();
                out.add(new Term.Secret());
            }

            @Override
            public void write(TermCursor in, ByteBuf out) {
                fill(in.bytes(), out);
            }
        };
    }

    /** As {@link #value}, and a secret; the data of SASLInitialResponse. */
    static Part secretValue() {
        return new Part() {
            @Override
            public void read(BodyReader in, List<Term> out) throws Broken, CutShort {
                int length = in.int32();
                if (length == -1) {
                    out.add(new Term.Null());
                } else {
                    in.value(length);
                    out.add(new Term.Secret());
                }
            }

            @Override
            public void write(TermCursor in, ByteBuf out) {
                value().write(in, out);
            }
        };
    }

    /** Int16 count, and as many. */
    static Part list(Part element) {
        return new Part() {
            @Override
            public void read(BodyReader in, List<Term> out) throws Broken, CutShort {
                int count = in.int16();
                List<Term> elements = new ArrayList<>();
                out.add(new Term.Group(elements));
                for (int i = 0; i < count; i++) {
                    element.read(in, elements);
                }
            }

            @Override
            public void write(TermCursor in, ByteBuf out) {
                TermCursor elements = in.group();
                out.writeShort(elements.size());
                while (!elements.isAtEnd()) {
                    element.write(elements, out);
                }
            }
        };
    }

    /** Fields that belong together. */
    static Part group(Part... parts) {
        return new Part() {
            @Override
            public void read(BodyReader in, List<Term> out) throws Broken, CutShort {
                List<Term> group = new ArrayList<>();
                out.add(new Term.Group(group));
                for (Part part : parts) {
                    part.read(in, group);
                }
            }

            @Override
            public void write(TermCursor in, ByteBuf out) {
                TermCursor group = in.group();
                for (Part part : parts) {
                    part.write(group, out);
                }
                group.end();
            }
        };
    }

    /** Int32 count, and as many strings. */
    static Part strings32() {
        return new Part() {
            @Override
            public void read(BodyReader in, List<Term> out) throws Broken, CutShort {
                int count = in.int32();
                List<Term> strings = new ArrayList<>();
                out.add(new Term.Group(strings));
                while (!in.isAtEnd()) {
                    string().read(in, strings);
                }
                if (count != strings.size()) {
                    throw new Broken("invalid message format");
                }
            }

            @Override
            public void write(TermCursor in, ByteBuf out) {
                TermCursor strings = in.group();
                out.writeInt(strings.size());
                while (!strings.isAtEnd()) {
                    string().write(strings, out);
                }
            }
        };
    }

    /** Strings, and an empty one at the end. */
    static Part stringsToZero() {
        return new Part() {
            @Override
            public void read(BodyReader in, List<Term> out) throws Broken, CutShort {
                for (byte[] text = in.wholeString(); text.length > 0; text = in.wholeString()) {
                    out.add(Term.Bytes.of(text));
                }
            }

            @Override
            public void write(TermCursor in, ByteBuf out) {
                while (!in.isAtEnd()) {
                    string().write(in, out);
                }
                out.writeByte(0);
            }
        };
    }
}
