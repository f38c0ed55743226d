package io.segue.protocol.transcript;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.transcript.BodyReader.Broken;
import io.segue.protocol.transcript.BodyReader.CutShort;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The kinds of field that have a fixed number of bytes: numbers, and what is written as one. */
final class Numbers {

    private static final Map<Integer, String> FORMATS = Map.of(0, "text", 1, "binary");

    private Numbers() {}

    /** How a fixed number of bytes becomes a word. */
    private interface Reading {

        Object read(BodyReader in) throws Broken, CutShort;
    }

    private record WordPart(Reading reading, BiConsumer<String, ByteBuf> writing) implements Part {

        @Override
        public void read(BodyReader in, List<Term> out) throws Broken, CutShort {
            out.add(new Term.Word(reading.read(in).toString()));
        }

        @Override
        public void write(TermCursor in, ByteBuf out) {
            String word = in.word();
            try {
                writing.accept(word, out);
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new TranscriptException(word + " is not what belongs here", e);
            }
        }
    }

    static Part int16() {
        return new WordPart(in -> (short) in.int16(), (word, out) -> out.writeShort(Short.parseShort(word)));
    }

    static Part int32() {
        return new WordPart(BodyReader::int32, (word, out) -> out.writeInt(Integer.parseInt(word)));
    }

    static Part int64() {
        return new WordPart(BodyReader::int64, (word, out) -> out.writeLong(Long.parseLong(word)));
    }

    static Part oid() {
        return new WordPart(in -> Integer.toUnsignedString(in.int32()), (word, out) -> out.writeInt(Integer.parseUnsignedInt(word)));
    }

    /** A position in the write-ahead log. */
    static Part lsn() {
        return new WordPart(in -> {
            long position = in.int64();
            return "%X/%X".formatted(position >>> Integer.SIZE, position & 0xFFFF_FFFFL);
        }, (word, out) -> {
            int slash = word.indexOf('/');
            out.writeInt(Integer.parseUnsignedInt(word.substring(0, slash), 16)).writeInt(Integer.parseUnsignedInt(word.substring(slash + 1), 16));
        });
    }

    /** Major and minor: {@code 3.2}. */
    static Part version() {
        return new WordPart(in -> {
            int code = in.int32();
            return (code >>> Short.SIZE) + "." + (code & 0xFFFF);
        }, (word, out) -> {
            int point = word.indexOf('.');
            out.writeShort(Integer.parseInt(word.substring(0, point))).writeShort(Integer.parseInt(word.substring(point + 1)));
        });
    }

    static Part format16() {
        return new WordPart(in -> named(FORMATS, (short) in.int16()), (word, out) -> out.writeShort(code(FORMATS, word)));
    }

    static Part format8() {
        return new WordPart(in -> named(FORMATS, in.int8()), (word, out) -> out.writeByte(code(FORMATS, word)));
    }

    /** One byte with a meaning. */
    static Part letter(Map<Integer, String> names) {
        return new WordPart(in -> named(names, in.int8()), (word, out) -> out.writeByte(code(names, word)));
    }

    private static String named(Map<Integer, String> names, int code) {
        return names.getOrDefault(code, Integer.toString(code));
    }

    private static int code(Map<Integer, String> names, String word) {
        return names.entrySet().stream().filter(entry -> entry.getValue().equals(word)).map(Map.Entry::getKey).findFirst()
                .orElseGet(() -> Integer.parseInt(word));
    }
}
