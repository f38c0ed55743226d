package io.segue.protocol.sql;

/** Finds the ends of operators (scan.l: operator): the longest run of their characters, but for comments and a sign in it. */
final class OperatorScanner {

    /** Longer ones the server refuses. A bound, because signs are given back and would be read again and again. */
    private static final int MAX_BYTES = 64;
    private static final String CHARACTERS = "~!@#^&|`?+-*/%<>=";
    /** An operator with one of these may end in a sign; without, {@code a*-b} is a product. */
    private static final String NOT_IN_STANDARD = "~!@#^&|`?%";

    private final SqlSource source;

    OperatorScanner(SqlSource source) {
        this.source = source;
    }

    boolean isOperator(int index) {
        return isOneOf(CHARACTERS, index);
    }

    /** @param start where an operator begins, and no comment */
    int end(int start) {
        int end = start + 1;
        while (end - start < MAX_BYTES && isOperator(end) && !source.has(end, '-', '-') && !source.has(end, '/', '*')) {
            end++;
        }
        return mayEndInSign(start, end) ? end : withoutSigns(start, end);
    }

    private boolean mayEndInSign(int start, int end) {
        for (int i = start; i < end - 1; i++) {
            if (isOneOf(NOT_IN_STANDARD, i)) {
                return true;
            }
        }
        return false;
    }

    private int withoutSigns(int start, int operatorEnd) {
        int end = operatorEnd;
        while (end > start + 1 && isOneOf("+-", end - 1)) {
            end--;
        }
        return end;
    }

    private boolean isOneOf(String characters, int index) {
        return source.at(index) != SqlSource.NOTHING && characters.indexOf(source.at(index)) >= 0;
    }
}
