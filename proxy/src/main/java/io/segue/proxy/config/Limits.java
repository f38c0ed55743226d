package io.segue.proxy.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Every limit, with its unit in its type, by what it is about. Defaults and reasons stand in {@code reference.conf}.
 *
 * @param clients how many may come in, and how long they may stay silent
 * @param postpone how long a postponed move waits for GO
 */
public record Limits(
        ClientLimits clients,
        Sessions sessions,
        Calls calls,
        Window window,
        Line line,
        Warm warm,
        Standby standby,
        Hooks hooks,
        Duration postpone) {

    /**
     * Of one session.
     *
     * @param login from accept to ReadyForQuery
     * @param memoryBytes statements and settings remembered; beyond it the session cannot move
     * @param shutdown how long a stopping proxy waits for running units of work
     */
    public record Sessions(Duration login, int memoryBytes, Duration shutdown) {}

    /**
     * Of calls to a node.
     *
     * @param connect TCP connect
     * @param question any one question through SQL or shell, outside of the window
     * @param start a node's start until it accepts connections
     */
    public record Calls(Duration connect, Duration question, Duration start) {}

    /**
     * Of the window in which nobody writes.
     *
     * @param hold in all, after which the proxy itself ends it
     * @param drain of it, for running units of work to finish
     * @param switchover of it, for stop, proof and promotion
     * @param gap at least this long between two holds of a shard
     * @param attempts of one cutover, while nothing is fenced
     */
    public record Window(Duration hold, Duration drain, Duration switchover, Duration gap, int attempts) {}

    /**
     * Of those who wait in a hold.
     *
     * @param sessions per shard; more are answered 53300
     * @param ramp units of work that a release lets in at first, per shard
     */
    public record Line(int sessions, int ramp) {}

    /**
     * Of the spare links that are opened before the hold.
     *
     * @param duration for opening them
     * @param concurrency logins to the target at the same time
     * @param sessions spare links at most, leaving the target's operators room
     * @param reserve connections of the target that a move leaves free, beside the server's own reserves
     * @param renewal for each hundred sessions, to leave the source's server processes that they have long used; empty when they keep them
     */
    public record Warm(Duration duration, int concurrency, int sessions, int reserve, Optional<Duration> renewal) {}

    /**
     * Of a standby beside the serving node.
     *
     * @param lagBytes how far it may be behind at the beginning of a cutover
     * @param readyLag how long {@code prepare} and the rejoin wait for the lag to become that small
     * @param walRoom bytes free for WAL on the serving node, below which whoever keeps WAL there for a standby is given up
     * @param verifyRate bytes a second that a verification reads of a node at most
     */
    public record Standby(long lagBytes, Duration readyLag, long walRoom, long verifyRate) {}

    /**
     * Of one run of a hook.
     *
     * @param outside of the hold
     * @param fenced inside of the hold; a part of {@link Window#switchover}
     */
    public record Hooks(Duration outside, Duration fenced) {}
}
