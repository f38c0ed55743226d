package io.segue.proxy.control.node.survey;

import java.time.Duration;
import java.util.List;

/**
 * Who is at work on a server.
 *
 * @param transactions every open one, of clients and others, oldest first
 * @param prepared two-phase transactions that wait for their second phase
 * @param workers background workers of extensions, by name
 * @param connections client connections, ours included
 * @param working of these, who has done something within the last ten seconds
 * @param baseBackups base backups that are being taken
 * @param lockHolders idle sessions that hold an advisory lock, for which reason they cannot move
 */
public record Activity(
        List<OpenTransaction> transactions,
        List<PreparedTransaction> prepared,
        List<String> workers,
        int connections,
        int working,
        int baseBackups,
        List<String> lockHolders) {

    public Activity {
        transactions = List.copyOf(transactions);
        prepared = List.copyOf(prepared);
        workers = List.copyOf(workers);
        lockHolders = List.copyOf(lockHolders);
    }

    /**
     * A transaction under way.
     *
     * @param began tells it from the session's next one: microseconds since 1970 by the server's clock
     * @param client whether it is a client's
     */
    public record OpenTransaction(int pid, String user, String database, String state, Duration age, long began, boolean client) {

        @Override
        public String toString() {
            return "pid " + pid + (user.isEmpty() ? "" : " " + user + "@" + database) + " " + state + " for " + age.toMillis() + " ms";
        }
    }

    /** A row of {@code pg_prepared_xacts}. */
    public record PreparedTransaction(String gid, String owner, String database, Duration age) {

        @Override
        public String toString() {
            return gid + " of " + owner + "@" + database + ", " + age.toSeconds() + " s old";
        }
    }
}
