package io.segue.proxy.config;

import java.time.Duration;

/**
 * Every limit, with its unit in its type. Defaults and reasons stand in {@code reference.conf}.
 *
 * @param clients how many may come in, and how long they may stay silent
 * @param loginDeadline from accept to ReadyForQuery
 * @param connectDeadline TCP connect to a node
 * @param hold a hold in all, after which the proxy itself ends it
 * @param drain of it, for running units of work to finish
 * @param switchover of it, for stop, proof and promotion
 * @param holdGap at least this long between two holds of a shard
 * @param attempts of one cutover, while nothing is fenced
 * @param postpone how long a postponed move waits for GO
 * @param hook one run of a hook, outside of the hold
 * @param fencedHook the same for the one inside of the hold; a part of {@code switchover}
 * @param verifyRate bytes a second that a verification reads of a node at most
 * @param heldSessions waiting sessions per shard; more are answered 53300
 * @param warmDuration for opening spare links before the hold
 * @param warmConcurrency logins to the target at the same time
 * @param warmSessions spare links at most, leaving the target's operators room
 * @param reservedConnections of the target that a move leaves free, beside the server's own reserves
 * @param ramp units of work that a release lets in at first, per shard
 * @param nodeCall any one question to a node through SQL or shell, outside of the window
 * @param start a node's start until it accepts connections
 * @param lagBytes how far a standby may be behind at the beginning of a cutover
 * @param readyLag how long {@code prepare} and the rejoin wait for the lag to become that small
 * @param walRoom bytes free for WAL on the serving node, below which whoever keeps WAL there for a standby is given up
 * @param sessionMemoryBytes statements and settings remembered per session; beyond it the session cannot move
 * @param shutdown how long a stopping proxy waits for running units of work
 */
public record Limits(
        ClientLimits clients,
        Duration loginDeadline,
        Duration connectDeadline,
        Duration hold,
        Duration drain,
        Duration switchover,
        Duration holdGap,
        int attempts,
        Duration postpone,
        Duration hook,
        Duration fencedHook,
        long verifyRate,
        int heldSessions,
        Duration warmDuration,
        int warmConcurrency,
        int warmSessions,
        int reservedConnections,
        int ramp,
        Duration nodeCall,
        Duration start,
        long lagBytes,
        Duration readyLag,
        long walRoom,
        int sessionMemoryBytes,
        Duration shutdown) {}
