package io.segue.cli.verb;

/** The console's statements, with names quoted so that any name is safe. */
final class Sql {

    private Sql() {}

    /** {@code orders} as {@code "orders"}. */
    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** {@code 2s} as {@code '2s'}. */
    static String text(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
