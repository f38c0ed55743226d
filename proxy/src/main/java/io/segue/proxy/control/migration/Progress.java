package io.segue.proxy.control.migration;

/** Hears what a migration does while it does it. Called on the migration's thread; must not block for long. */
@FunctionalInterface
public interface Progress {

    /** @param line one sentence for a person, without time stamp: {@code "copying node_a to node_b: 120 of 340 MB"} */
    void note(String line);
}
