package io.segue.cli.ledger;

/**
 * One transaction as its client saw it.
 *
 * @param client such as {@code writer 3}; one client has one transaction at a time
 * @param begunMicros when the client sent its first message, in microseconds since the epoch
 * @param endedMicros when it had the last answer
 */
public record Transaction(String client, long begunMicros, long endedMicros) {

    public long latencyMicros() {
        return endedMicros - begunMicros;
    }
}
