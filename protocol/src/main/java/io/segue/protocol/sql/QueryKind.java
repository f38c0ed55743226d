package io.segue.protocol.sql;

/** What a query text is, as far as its tokens prove it. An allow-list: whatever is not understood is {@link Unproved}, which is to say a write. */
public sealed interface QueryKind {

    /**
     * One statement that reads, or none, provided that what it mentions does nothing else: a function may write, a name may be that of a
     * view with such a function.
     */
    record Read(Mentions mentions) implements QueryKind {
    }

    /** {@code BEGIN READ ONLY} in its spellings, below SERIALIZABLE, which a standby does not offer. */
    record BeginReadOnly() implements QueryKind {
    }

    /** Everything else. */
    record Unproved() implements QueryKind {
    }

    /**
     * Takes time and memory linear in the length of the text: the caller bounds that. Never throws.
     *
     * @param query in an encoding that leaves ASCII bytes alone
     * @param syntax how the session reads strings now
     */
    static QueryKind of(byte[] query, StringSyntax syntax) {
        return SqlStatement.only(query, syntax)
                .filter(SqlStatement::isLegible)
                .map(statement -> new StatementKind(statement).decide())
                .orElseGet(Unproved::new);
    }
}
