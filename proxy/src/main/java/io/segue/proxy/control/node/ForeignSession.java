package io.segue.proxy.control.node;

/** A session on a node that does not come through Segue: a row of {@code pg_stat_activity}. */
public record ForeignSession(
        int pid, String kind, String user, String database, String application, String address, String state) {}
