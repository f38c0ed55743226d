package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;

/**
 * Whether a session that gives its link back behind each transaction may have left something on it: then the server is asked before. Event loop.
 *
 * <p>A prepared statement with a telling text makes wary for good, because it can run again without its text.
 */
final class Wariness {

    private static final String SEQUENCES = "it asks for the last value of a sequence";

    private boolean changed;
    private boolean ofStatement;
    private boolean ofUnnamed;
    private boolean usesSequences;

    /** The text of a Query, which ends the unnamed statement. */
    void query(ByteBuf buffer, int index, int length) {
        ofUnnamed = false;
        changed |= isTelling(buffer, index, length);
    }

    /** The text of a Parse. @param tells whether something else in it tells of the session already */
    void parse(boolean named, boolean tells, ByteBuf buffer, int index, int length) {
        boolean telling = isTelling(buffer, index, length) || tells;
        if (named) {
            ofStatement |= telling;
        } else {
            ofUnnamed = telling;
        }
        changed |= telling;
    }

    private boolean isTelling(ByteBuf buffer, int index, int length) {
        return switch (TellingWords.in(buffer, index, length)) {
            case NOTHING -> false;
            case ASK -> true;
            case SEQUENCES -> {
                usesSequences = true;
                yield false;
            }
        };
    }

    /** Something was said, or done, that may have. */
    void changes() {
        changed = true;
    }

    /** The server has answered, or the session has only just begun. */
    void knows() {
        changed = false;
    }

    boolean mustAsk() {
        return changed || ofStatement || ofUnnamed;
    }

    /** What the session has that the server cannot be asked for; empty when nothing. */
    String findings() {
        return usesSequences ? SEQUENCES : "";
    }
}
