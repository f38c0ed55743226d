package io.segue.protocol.sql;

/** Finds the ends of what is quoted: strings, names, dollar quotes, block comments (scan.l: xq, xe, xus, xb, xh, xd, xdolq, xc). */
final class QuoteScanner {

    /** Returned for what lacks its end. */
    static final int NO_END = -1;

    /** What is special between the quotes of a string. */
    enum Rule {
        /** Nothing: B'' and X''. */
        PLAIN,
        /** A doubled quote. */
        DOUBLING,
        /** A doubled quote, and a backslash with the byte behind it. */
        BACKSLASH
    }

    private final SqlSource source;

    QuoteScanner(SqlSource source) {
        this.source = source;
    }

    /**
     * The end of a string. Strings with a line break and nothing else but white space between them are one; those that follow are read by
     * the rule of the first.
     *
     * @param quote where the opening quote stands
     */
    int stringEnd(int quote, Rule rule) {
        int index = quote + 1;
        while (source.at(index) != SqlSource.NOTHING) {
            int c = source.at(index);
            if (c == '\\' && rule == Rule.BACKSLASH || rule != Rule.PLAIN && source.has(index, '\'', '\'')) {
                index += 2;
            } else if (c == '\'') {
                int continuation = continuation(index + 1);
                if (continuation == NO_END) {
                    return index + 1;
                }
                index = continuation + 1;
            } else {
                index++;
            }
        }
        return NO_END;
    }

    /** Where the quote stands that continues a string which was closed just before {@code index}. */
    private int continuation(int index) {
        boolean onAnotherLine = false;
        int i = index;
        while (true) {
            int c = source.at(i);
            if (SqlSource.isSpace(c)) {
                onAnotherLine |= SqlSource.isNewline(c);
                i++;
            } else if (source.has(i, '-', '-')) {
                i = lineEnd(i);
            } else {
                return c == '\'' && onAnotherLine ? i : NO_END;
            }
        }
    }

    /** @param quote where the opening double quote stands */
    int nameEnd(int quote) {
        int index = quote + 1;
        while (source.at(index) != SqlSource.NOTHING) {
            if (source.has(index, '"', '"')) {
                index += 2;
            } else if (source.at(index) == '"') {
                return index + 1;
            } else {
                index++;
            }
        }
        return NO_END;
    }

    /** The length of the delimiter of a dollar quote at {@code dollar}, both dollars included; 0 when there is none. */
    int delimiterLength(int dollar) {
        int index = dollar + 1;
        if (SqlSource.isNameStart(source.at(index))) {
            while (SqlSource.isTagPart(source.at(index))) {
                index++;
            }
        }
        return source.at(index) == '$' ? index + 1 - dollar : 0;
    }

    int dollarQuoteEnd(int dollar, int delimiterLength) {
        for (int index = dollar + delimiterLength; source.at(index) != SqlSource.NOTHING; index++) {
            if (isSame(dollar, index, delimiterLength)) {
                return index + delimiterLength;
            }
        }
        return NO_END;
    }

    private boolean isSame(int one, int other, int length) {
        int i = 0;
        while (i < length && source.at(one + i) == source.at(other + i)) {
            i++;
        }
        return i == length;
    }

    /** Where the line ends that {@code index} is in: at its line break, or at the end of the text. */
    int lineEnd(int index) {
        int i = index;
        while (source.at(i) != SqlSource.NOTHING && !SqlSource.isNewline(source.at(i))) {
            i++;
        }
        return i;
    }

    /** @param slash where the comment begins; comments nest */
    int blockCommentEnd(int slash) {
        int depth = 0;
        int index = slash;
        while (source.at(index) != SqlSource.NOTHING) {
            if (source.has(index, '/', '*')) {
                depth++;
                index += 2;
            } else if (source.has(index, '*', '/')) {
                depth--;
                index += 2;
                if (depth == 0) {
                    return index;
                }
            } else {
                index++;
            }
        }
        return NO_END;
    }
}
