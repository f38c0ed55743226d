package io.segue.proxy.watch;

/**
 * Whether a shard's clients can work now.
 *
 * @param reason why not, in a sentence; empty when it is ready
 */
public record ShardReadiness(String shard, boolean ready, String reason) {}
