package io.segue.proxy.control.migration.preflight;

import java.time.Duration;

/**
 * How long clients that write would wait if the move began now.
 *
 * @param drain until the transactions that run have ended: the longest of several looks
 * @param replay until the target has what the source had written: the longest of several looks
 * @param stop for the shutdown and its proof
 * @param promotion until the target takes writes
 * @param login for sessions that no spare link can be opened for beforehand
 * @param basis where the figures come from, for people
 */
public record PredictedPause(Duration drain, Duration replay, Duration stop, Duration promotion, Duration login, String basis) {

    public Duration total() {
        return drain.plus(replay).plus(stop).plus(promotion).plus(login);
    }

    @Override
    public String toString() {
        return total().toMillis() + " ms: drain " + drain.toMillis() + ", replay " + replay.toMillis() + ", stop " + stop.toMillis()
                + ", promotion " + promotion.toMillis() + ", logins " + login.toMillis() + " (" + basis + ")";
    }
}
