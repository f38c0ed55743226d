package io.segue.protocol.sql;

/** What a backslash means inside plain {@code '...'}: the setting {@code standard_conforming_strings}. */
public enum StringSyntax {

    /** Nothing; the setting is on, as it is since PostgreSQL 9.1. */
    STANDARD_CONFORMING,
    /** An escape, as in {@code E'...'}; the setting is off. */
    BACKSLASH_ESCAPES
}
