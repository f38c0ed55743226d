package io.segue.proxy.watch;

import java.util.List;

/**
 * A pool of links as SHOW POOLS shows it.
 *
 * @param mode session or transaction
 * @param size links at most
 * @param min links that stay open while there are clients
 * @param reserve links above {@code size}, for those who have waited long
 * @param lent links that sessions have
 * @param idle links that nobody has
 * @param resetting links that forget whom they were lent to
 * @param dialling links that are being opened
 * @param pinned lent links that their sessions keep beyond a transaction, for what no other link can be given
 * @param processes of the servers behind all of them
 */
public record PoolView(
        String database,
        String user,
        String shard,
        String mode,
        int size,
        int min,
        int reserve,
        int lent,
        int idle,
        int resetting,
        int dialling,
        int pinned,
        List<Process> processes) {

    /** A server's process, by its node and process id. */
    public record Process(String node, int id) {}

    public PoolView {
        processes = List.copyOf(processes);
    }

    /** Whether its links are lent to one session after the other, each for a transaction. */
    public boolean lendsForTransactions() {
        return mode.equals("transaction");
    }

    /** Whether it is that of a session of {@code database} and {@code user}. */
    public boolean isOf(SessionView session) {
        return session.poolMode().equals(mode) && session.database().equals(database) && session.user().equals(user);
    }
}
