/**
 * Fixtures that other tests stand on: real PostgreSQL servers on 127.0.0.1, and free ports.
 *
 * <pre>
 *   PostgresServer --copies--> ClusterTemplate --initdb--> PostgresBinaries
 *        |                                                       |
 *        +----------------------- Command (as ServerAccount) ----+
 * </pre>
 *
 * <p>Knows nothing of Segue, so that any module can use it.
 */
package io.segue.proxy.testing;
