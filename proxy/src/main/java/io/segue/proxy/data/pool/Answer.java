package io.segue.proxy.data.pool;

/**
 * To somebody who wants a link.
 *
 * @param <K> what a link knows of those it was lent to
 */
public sealed interface Answer<K> {

    /** {@link LinkPool#giveBack} or one of its like must follow. */
    record Lent<K>(PooledLink<K> link) implements Answer<K> {}

    /** There is a place for one more: open it. {@link LinkPool#opened} or {@link LinkPool#givePlaceBack} must follow. */
    record MayDial<K>() implements Answer<K> {}

    /** One of the borrower's own methods will be called, unless it leaves the queue before. */
    record Queued<K>() implements Answer<K> {}

    /** Too many wait already. */
    record Full<K>() implements Answer<K> {}
}
