package io.segue.protocol.sql;

/** Finds the ends of numbers (scan.l: decinteger, hexinteger, octinteger, bininteger, numeric, real). */
final class NumberScanner {

    private final SqlSource source;

    NumberScanner(SqlSource source) {
        this.source = source;
    }

    boolean isNumber(int index) {
        int c = source.at(index);
        return SqlSource.isDigit(c) || c == '.' && SqlSource.isDigit(source.at(index + 1));
    }

    /** @param start where a number begins, see {@link #isNumber} */
    int end(int start) {
        int radix = radix(start);
        return radix == 10 ? exponentEnd(fractionEnd(digitsEnd(start, 10))) : digitsEnd(start + 2, radix);
    }

    private int radix(int start) {
        if (source.at(start) != '0') {
            return 10;
        }
        int radix = switch (SqlSource.lower(source.at(start + 1))) {
            case 'x' -> 16;
            case 'o' -> 8;
            case 'b' -> 2;
            default -> 10;
        };
        return digitsEnd(start + 2, radix) > start + 2 ? radix : 10;
    }

    /** Digits, with single underscores before any of them. */
    private int digitsEnd(int start, int radix) {
        int index = start;
        while (true) {
            int digit = source.at(index) == '_' ? index + 1 : index;
            if (Character.digit(source.at(digit), radix) < 0) {
                return index;
            }
            index = digit + 1;
        }
    }

    /** A point and digits; two points are not one of them: {@code 1..10}. */
    private int fractionEnd(int index) {
        if (source.at(index) != '.' || source.at(index + 1) == '.') {
            return index;
        }
        return digitsEnd(index + 1, 10);
    }

    private int exponentEnd(int index) {
        if (SqlSource.lower(source.at(index)) != 'e') {
            return index;
        }
        boolean signed = source.at(index + 1) == '+' || source.at(index + 1) == '-';
        int digits = index + (signed ? 2 : 1);
        int end = digitsEnd(digits, 10);
        return end > digits ? end : index;
    }
}
