package io.segue.proxy.control.node;

import java.util.Map;
import java.util.stream.Collectors;

/** Text as the four languages that a node is spoken to in want it. */
final class Quoting {

    private Quoting() {}

    /** One word of a POSIX shell: nothing is special within single quotes but their end. */
    static String shell(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** A value of {@code postgresql.conf}: quotes and backslashes doubled (PostgreSQL guc-file.l, GUC_scanstr). It has one line. */
    static String configurationValue(String value) {
        return "'" + oneLine(value).replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A string constant of SQL that means the same whatever {@code standard_conforming_strings} says (manual, 4.1.2.2). */
    static String sqlLiteral(String value) {
        return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A connection string of libpq: {@code key='value' ...}, quotes and backslashes escaped (manual, 34.1.1.1). */
    static String connectionString(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + connectionValue(parameter.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String connectionValue(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String oneLine(String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("a value of postgresql.conf cannot have several lines");
        }
        return value;
    }
}
