package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;

/** Which tags of CommandComplete say that a statement may have changed what a session carries with it (cmdtaglist.h). */
final class CommandTags {

    private static final int SET = 'S' << 16 | 'E' << 8 | 'T';
    private static final int RESET = 'R' << 16 | 'E' << 8 | 'S';
    private static final int DISCARD = 'D' << 16 | 'I' << 8 | 'S';
    private static final int PREPARE = 'P' << 16 | 'R' << 8 | 'E';
    private static final int DEALLOCATE = 'D' << 16 | 'E' << 8 | 'A';
    private static final int DECLARE = 'D' << 16 | 'E' << 8 | 'C';
    private static final int DO = 'D' << 16 | 'O' << 8;
    private static final int CALL = 'C' << 16 | 'A' << 8 | 'L';
    private static final int LISTEN = 'L' << 16 | 'I' << 8 | 'S';
    private static final int UNLISTEN = 'U' << 16 | 'N' << 8 | 'L';
    /** CREATE TABLE and its like can be temporary. */
    private static final int CREATE = 'C' << 16 | 'R' << 8 | 'E';

    private static final int DROP = 'D' << 16 | 'R' << 8 | 'O';
    /** Of a cursor. */
    private static final int CLOSE = 'C' << 16 | 'L' << 8 | 'O';

    private static final int SELECT = 'S' << 16 | 'E' << 8 | 'L';
    /** Behind the word and a blank. */
    private static final int COUNT = "SELECT ".length();
    private static final int COMMIT = 'C' << 16 | 'O' << 8 | 'M';

    private CommandTags() {}

    /** Whether the tag is that of a SELECT, with the number of its rows. @param index of a tag of {@code length} bytes, its zero included */
    static boolean ofSelect(ByteBuf buffer, int index, int length) {
        return length > COUNT + 1 && buffer.getMedium(index) == SELECT;
    }

    /** Whether a SELECT had no rows. @param index of the tag of a SELECT */
    static boolean isOfNoRows(ByteBuf buffer, int index) {
        return buffer.getByte(index + COUNT) == '0';
    }

    /** Whether everything that was done so far is committed, or waits for its second phase. @param index of a tag of {@code length} bytes, its zero included */
    static boolean commit(ByteBuf buffer, int index, int length) {
        if (length < 3) {
            return false;
        }
        int tag = buffer.getMedium(index);
        return tag == COMMIT || tag == PREPARE;
    }

    /** @param index of a tag of at least three bytes, its zero included */
    static boolean touchSession(ByteBuf buffer, int index) {
        return switch (buffer.getMedium(index)) {
            case SET, RESET, DISCARD, PREPARE, DEALLOCATE, DECLARE, DO, CALL, LISTEN, UNLISTEN, CREATE -> true;
            default -> false;
        };
    }

    /** Whether the statement may have ended what kept a session at its link. @param index as above */
    static boolean mayFree(ByteBuf buffer, int index) {
        return switch (buffer.getMedium(index)) {
            case DROP, CLOSE -> true;
            default -> false;
        };
    }
}
