package io.segue.proxy.control.migration.step;

import java.time.Duration;
import java.util.Optional;

/** What earlier moves of a shard took: the best that is known of what the next one will. */
@FunctionalInterface
public interface PastMoves {

    /**
     * The last move that ended well.
     *
     * @param report its number
     * @param stop from the request to stop to the proof that the target has everything
     * @param promotion from there to the release
     */
    record Past(long report, Duration stop, Duration promotion) {}

    /** Empty when none has ended well yet. */
    Optional<Past> last(String shard);

    /** Of a proxy without a memory. */
    static PastMoves none() {
        return _ -> Optional.empty();
    }
}
