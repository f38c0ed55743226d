/**
 * The proxy. {@link io.segue.proxy.Main} reads the configuration, {@link io.segue.proxy.Proxy} builds everything by hand and is the only
 * place that sees both planes; the other classes of this room are the few threads it ties between them.
 *
 * <pre>
 *   clients                                                                operators
 *      |                                                                       |
 *   data     event loops: sessions and their links.       control    virtual threads: the move, the nodes,
 *      |     Never blocks, sleeps or locks.                  |       the console. Blocking is fine.
 *      |                                                     |
 *      +--------------------> gate  &lt;------------------------+
 *                    the door: who may go on, and where to
 *
 *   route   where each shard is      watch   what can be seen      config   the file, checked
 * </pre>
 *
 * <p>Three walks to follow: a query ({@code data.session.ClientHandler}), a held write ({@code gate.GateLane#join}), and a cutover
 * ({@code control.migration.MigrationRunner}).
 */
package io.segue.proxy;
