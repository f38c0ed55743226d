package io.segue.proxy.route;

import java.util.Locale;

/**
 * What a move of a shard may do to sessions that stand in its way.
 *
 * @param unmovable sessions with something that no other server can be given: a temporary table, an advisory lock, a cursor WITH HOLD
 * @param transactions those that are open when the drain's time is up
 * @param listeners sessions that LISTEN
 */
public record MovePolicies(Unmovable unmovable, Transactions transactions, Listeners listeners) {

    /** What holds where nothing else is said: nobody is ended for a move. */
    public static final MovePolicies DEFAULTS = new MovePolicies(Unmovable.REFUSE, Transactions.ABORT, Listeners.TERMINATE);

    /** In the words of the configuration. */
    @Override
    public String toString() {
        return "unmovable-sessions=%s open-transactions=%s listen=%s".formatted(unmovable, transactions, listeners).toLowerCase(Locale.ROOT);
    }

    /** Sessions that cannot be moved. */
    public enum Unmovable {
        /** The cutover is refused before it holds anybody. */
        REFUSE,
        /** They are ended with FATAL 57P01 when the shard leaves their server, as soon as they are idle. */
        TERMINATE
    }

    /** Transactions that are open at the end of the drain. */
    public enum Transactions {
        /** The attempt is given up, and the transactions go on. */
        ABORT,
        /** They are rolled back: their clients are told 40001, and 25P02 until they end the block. What commits is never ended. */
        TERMINATE
    }

    /** Sessions that LISTEN. */
    public enum Listeners {
        /** As sessions that cannot be moved. */
        TERMINATE,
        /** They listen on the new server before anybody can notify them there. */
        RELISTEN
    }
}
