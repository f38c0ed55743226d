package io.segue.proxy.watch;

/**
 * What has passed through one session, or all sessions of a database, since it began.
 *
 * @param receivedBytes from clients
 * @param sentBytes to clients
 * @param queries answered: ReadyForQuery messages
 * @param transactions ended: those of them that said "idle"
 */
public record Flow(long receivedBytes, long sentBytes, long queries, long transactions) {

    public static final Flow NONE = new Flow(0, 0, 0, 0);

    public Flow plus(Flow other) {
        return new Flow(
                receivedBytes + other.receivedBytes, sentBytes + other.sentBytes, queries + other.queries, transactions + other.transactions);
    }
}
