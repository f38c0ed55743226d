package io.segue.proxy.config.schema;

import java.util.stream.Stream;

/** A value that was read, and where it stands. */
public record Entry<T>(T value, Place place, Author author) {

    /** Who wrote a value. */
    public enum Author {
        OPERATOR,
        /** It is the default of {@code reference.conf}. */
        REFERENCE
    }

    /** Of values that do not go together, the place to correct: what the operator wrote, not the default that it collides with. */
    public static Place blamed(Entry<?>... entries) {
        return Stream.of(entries)
                .filter(entry -> entry.author() == Author.OPERATOR)
                .findFirst()
                .orElse(entries[0])
                .place();
    }
}
