package io.segue.protocol.transcript;

import java.util.Arrays;
import java.util.List;

/** One field of a {@link Line}. Its text is {@link #toString}. */
public sealed interface Term {

    /** A number, a name of the protocol, a position: {@code 23}, {@code idle}, {@code 0/16B3748}. */
    record Word(String text) implements Term {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A text or a value.
     *
     * @param head its first bytes, or all of them
     * @param more how many there are behind them
     */
    record Bytes(byte[] head, long more) implements Term {

        static Bytes of(byte[] all) {
            return new Bytes(all, 0);
        }

        /** Those of {@code present} that may be shown; {@code length} is how many there are in all. */
        static Bytes cut(byte[] present, int shown, long length) {
            byte[] head = present.length > shown ? Arrays.copyOf(present, shown) : present;
            return new Bytes(head, length - head.length);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes(byte[] otherHead, long otherMore) && Arrays.equals(head, otherHead) && more == otherMore;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(head);
        }

        @Override
        public String toString() {
            return ByteText.write(head) + (more == 0 ? "" : "+" + more);
        }
    }

    /** SQL's NULL. */
    record Null() implements Term {
        @Override
        public String toString() {
            return "NULL";
        }
    }

    /** Something that is not shown. */
    record Secret() implements Term {

        static final String TEXT = "********";

        @Override
        public String toString() {
            return TEXT;
        }
    }

    /** Fields that belong together, or any number of them. */
    record Group(List<Term> terms) implements Term {
        @Override
        public String toString() {
            return "[" + String.join(" ", terms.stream().map(Term::toString).toList()) + "]";
        }
    }

    /** A field with a name: {@code user="app"}. */
    record Pair(Term name, Term value) implements Term {
        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    /** The end of what was looked at: so many bytes of the body follow. */
    record Cut(long more) implements Term {
        @Override
        public String toString() {
            return Rest.TEXT + more;
        }
    }

    /** In what is expected: any one field. */
    record Any() implements Term {

        static final String TEXT = "*";

        @Override
        public String toString() {
            return TEXT;
        }
    }

    /** In what is expected: all fields that follow. */
    record Rest() implements Term {

        static final String TEXT = "...";

        @Override
        public String toString() {
            return TEXT;
        }
    }

    /** Whether {@code actual} is what is expected here. */
    default boolean covers(Term actual) {
        return switch (this) {
            case Any _ -> true;
            case Group(List<Term> terms) -> actual instanceof Group(List<Term> others) && covers(terms, others);
            case Pair(Term name, Term value) -> actual instanceof Pair(Term otherName, Term otherValue)
                    && name.covers(otherName) && value.covers(otherValue);
            case Word _, Bytes _, Null _, Secret _, Cut _, Rest _ -> equals(actual);
        };
    }

    /** As {@link #covers(Term)}, one by one. */
    static boolean covers(List<Term> expected, List<Term> actual) {
        boolean open = !expected.isEmpty() && expected.getLast() instanceof Rest;
        int fixed = open ? expected.size() - 1 : expected.size();
        if (open ? actual.size() < fixed : actual.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            if (!expected.get(i).covers(actual.get(i))) {
                return false;
            }
        }
        return true;
    }
}
