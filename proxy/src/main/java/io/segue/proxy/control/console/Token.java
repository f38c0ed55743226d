package io.segue.proxy.control.console;

/** A piece of a console statement. */
sealed interface Token {

    /** What the operator wrote, for messages. */
    String written();

    /** A keyword or a plain name, as written: {@code CUTOVER}, {@code orders-eu}, {@code 2s}. */
    record Word(String text) implements Token {
        @Override
        public String written() {
            return text;
        }

        boolean is(String keyword) {
            return text.equalsIgnoreCase(keyword);
        }
    }

    /** A name in double quotes, without them: never a keyword. */
    record QuotedName(String text) implements Token {
        @Override
        public String written() {
            return '"' + text.replace("\"", "\"\"") + '"';
        }
    }

    /** A text in single quotes, without them. */
    record Literal(String text) implements Token {
        @Override
        public String written() {
            return '\'' + text.replace("'", "''") + '\'';
        }
    }

    /** Any other character. */
    record Symbol(char character) implements Token {
        @Override
        public String written() {
            return String.valueOf(character);
        }
    }
}
