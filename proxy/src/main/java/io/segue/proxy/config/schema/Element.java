package io.segue.proxy.config.schema;

import com.typesafe.config.ConfigValue;

/** A part of a section, known by its key. */
public sealed interface Element permits Setting, Section, OptionalSection, Switchable, Repeated, Named {

    String key();

    /** Whether it must be in the file or in the defaults. */
    default boolean isRequired() {
        return true;
    }

    /** How it may be written, for the message that says it is missing. */
    String example();

    /**
     * Hands itself to the method of {@code reader} that is for its type. A switch over types would read better, but is put together at run
     * time, and the first one of a process delays its start by 15 ms.
     */
    void read(SectionReader reader, ConfigValue value, String path, Block block);
}
