/**
 * The data plane: sessions of clients and their links to servers. Event loops only; never blocks, sleeps or locks.
 *
 * <p>May import {@code protocol}, {@code gate}, {@code route}, {@code watch}, {@code config} and Netty; never {@code control}.
 */
package io.segue.proxy.data;
