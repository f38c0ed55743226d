/**
 * Links that are lent: to one session after the other, for as long as it lasts or for one transaction, where the configuration has a pool for their database and
 * role.
 *
 * <pre>
 *   a session's Loan --borrow--> LinkPool (one for each event loop) --take--> PoolBudget (one for all loops: how many there may be)
 *                    &lt;--lent, or may dial, or waits in the pool's queue--
 * </pre>
 *
 * <p>What a link knows of those it was lent to is the sessions' affair: a pool only keeps it. Event loops, but for {@code LinkPools} and
 * {@code PoolBudget}. May import {@code protocol}, {@code route}, {@code gate}, {@code watch}, {@code config}, {@code data.backend} and Netty.
 */
package io.segue.proxy.data.pool;
