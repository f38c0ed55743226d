package io.segue.protocol.sql;

import java.util.Optional;

/**
 * What a statement does to the state of its session, as far as its text tells: names, not values. A value is asked of the server when it
 * is needed, and whether the effect lasted depends on the transaction.
 *
 * <p>Names of settings are in lower case, as the server does not tell cases apart; {@code SET TIME ZONE} is the setting {@code timezone},
 * {@code SET NAMES} {@code client_encoding}, {@code SET SCHEMA} {@code search_path}. All other names are as the server has them, folded unless
 * quoted, but not cut to its 63 bytes.
 */
public sealed interface SessionEffect {

    /** How long a SET lasts. */
    enum Scope {
        SESSION,
        /** Until the end of the transaction. */
        LOCAL
    }

    /** {@code SET [SESSION | LOCAL] name ...} in all its spellings. */
    record SetParameter(String name, Scope scope) implements SessionEffect {
    }

    /** {@code RESET name}. */
    record ResetParameter(String name) implements SessionEffect {
    }

    /** {@code RESET ALL}. */
    record ResetAll() implements SessionEffect {
    }

    /**
     * A call of {@code set_config} somewhere in a statement.
     *
     * @param name empty when the setting is not named by a plain literal
     */
    record SetConfigCall(Optional<String> name) implements SessionEffect {
    }

    /** {@code PREPARE name AS ...}. */
    record Prepare(String name) implements SessionEffect {
    }

    /** {@code DEALLOCATE name}. */
    record Deallocate(String name) implements SessionEffect {
    }

    /** {@code DEALLOCATE ALL}. */
    record DeallocateAll() implements SessionEffect {
    }

    /** {@code DISCARD what}. */
    record Discard(What what) implements SessionEffect {

        /** What is thrown away. */
        public enum What {
            /** All of the below, and settings, prepared statements, cursors, LISTENs and advisory locks. */
            ALL,
            PLANS,
            SEQUENCES,
            TEMP
        }
    }

    /** {@code LISTEN channel}. */
    record Listen(String channel) implements SessionEffect {
    }

    /** {@code UNLISTEN channel}. */
    record Unlisten(String channel) implements SessionEffect {
    }

    /** {@code UNLISTEN *}. */
    record UnlistenAll() implements SessionEffect {
    }

    /** One of the above, with a name that is spelt in Unicode escapes with an escape character of its own; everything may have changed. */
    record Unreadable() implements SessionEffect {
    }
}
