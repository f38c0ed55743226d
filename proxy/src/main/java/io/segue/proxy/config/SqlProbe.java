package io.segue.proxy.config;

/**
 * A question of the operator's that a shard must answer in a certain way after a move.
 *
 * @param sql one query, run read-only
 * @param expect its answer as {@code psql -At} prints it: columns divided by {@code |}, rows by line breaks
 */
public record SqlProbe(String name, String database, String sql, String expect) {}
