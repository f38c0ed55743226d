package io.segue.cli.verb;

import java.util.Optional;

/**
 * What a command undertakes, for the questions and messages about it.
 *
 * @param what for people: {@code the move of orders}
 * @param undo the verb that undoes it from elsewhere, which is also what a cancel request comes to; empty when it can only be waited for
 */
record Undertaking(String what, String shard, Optional<String> undo) {

    static Undertaking move(String shard) {
        return new Undertaking("the move of " + shard, shard, Optional.of("abort"));
    }

    static Undertaking pause(String shard) {
        return new Undertaking("the pause of " + shard, shard, Optional.of("resume"));
    }

    /** Something that is not undone in the middle. */
    static Undertaking of(String verb, String shard) {
        return new Undertaking("the " + verb + " of " + shard, shard, Optional.empty());
    }
}
