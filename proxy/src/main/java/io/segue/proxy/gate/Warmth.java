package io.segue.proxy.gate;

import java.util.List;

/**
 * What came of warming a shard's sessions.
 *
 * @param warm sessions with a spare, logged-in link
 * @param cold sessions without one; they dial at the release
 * @param firstFailure why the first cold one is cold, as the server said it; empty when none failed
 * @param ending sessions that will be ended when the shard leaves their server, as its policies say: one line each
 * @param unmovable sessions that have what no other server can be given (a temporary table, an advisory lock ...): one line each, with
 *     the client and the reason
 */
public record Warmth(int warm, int cold, String firstFailure, List<String> ending, List<String> unmovable) {

    public Warmth {
        ending = List.copyOf(ending);
        unmovable = List.copyOf(unmovable);
    }

    /** Nobody will be ended. */
    public Warmth(int warm, int cold, String firstFailure, List<String> unmovable) {
        this(warm, cold, firstFailure, List.of(), unmovable);
    }
}
