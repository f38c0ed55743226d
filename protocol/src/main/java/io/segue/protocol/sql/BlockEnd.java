package io.segue.protocol.sql;

/** How a query text ends a transaction block, if it is one statement that does nothing else. */
public enum BlockEnd {
    /** COMMIT, END and PREPARE TRANSACTION: what must not seem to have succeeded when it has not. */
    COMMIT,
    /** ROLLBACK and ABORT, but not to a savepoint. */
    ROLLBACK,
    /** Everything else, also a text with more than one statement. */
    NONE;

    /**
     * Takes time and memory linear in the length of the text: the caller bounds that. Never throws.
     *
     * @param query in an encoding that leaves ASCII bytes alone
     */
    public static BlockEnd of(byte[] query) {
        return SqlStatement.only(query, StringSyntax.STANDARD_CONFORMING).map(statement -> of(statement)).orElse(NONE);
    }

    static BlockEnd of(SqlStatement statement) {
        if (statement.isWord(0, "commit") || statement.isWord(0, "end")) {
            return statement.isWord(1, "prepared") ? NONE : COMMIT;
        }
        if (statement.isWords(0, "prepare", "transaction") && statement.string(2).isPresent()) {
            return COMMIT;
        }
        if (statement.isWord(0, "rollback") || statement.isWord(0, "abort")) {
            int next = statement.isWord(1, "work") || statement.isWord(1, "transaction") ? 2 : 1;
            return statement.isWord(next, "to") || statement.isWord(next, "prepared") ? NONE : ROLLBACK;
        }
        return NONE;
    }
}
