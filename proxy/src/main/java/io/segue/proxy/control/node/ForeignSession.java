package io.segue.proxy.control.node;

/**
 * A session on a node: a row of {@code pg_stat_activity}.
 *
 * @param advisoryLock whether it holds an advisory lock, of its transaction or beyond it
 */
public record ForeignSession(
        int pid, String kind, String user, String database, String application, String address, String state, boolean advisoryLock) {}
