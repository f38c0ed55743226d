package io.segue.proxy.data.console;

import io.segue.protocol.message.FrontendMessage;
import java.util.ArrayDeque;
import java.util.Deque;

/** Messages that came while a statement was running, up to a limit. */
final class Inbox {

    /** Room for every pipeline a driver sends, and little enough for a thousand idle admins. */
    static final int MAX_BYTES = 256 * 1024;
    /** Counted for each message on top of its own length, for what it costs as an object. */
    private static final int OVERHEAD_BYTES = 64;

    private record Entry(FrontendMessage message, int bytes) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int bytes;

    /** @return whether there was room */
    boolean add(FrontendMessage message, int frameBytes) {
        int cost = frameBytes + OVERHEAD_BYTES;
        boolean room = entries.isEmpty() || bytes + cost <= MAX_BYTES;
        if (room) {
            entries.add(new Entry(message, cost));
            bytes += cost;
        }
        return room;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    FrontendMessage remove() {
        Entry entry = entries.remove();
        bytes -= entry.bytes();
        return entry.message();
    }

    void clear() {
        entries.clear();
        bytes = 0;
    }
}
