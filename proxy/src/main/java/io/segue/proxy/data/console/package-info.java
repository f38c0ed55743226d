/**
 * The console's wire: a client of the virtual database, its simple and extended queries, and what is answered to them.
 *
 * <pre>
 *   bytes --ConsoleHandler--> message --ConsoleSession--> Console.parse --> StatementRun (virtual thread) --+
 *   bytes &lt;--Replies-- ParameterStatus, RowDescription, DataRow, ... &lt;--ConsoleSession &lt;--outcome, notices----+
 * </pre>
 *
 * <p>Event loop for the bytes; each statement is carried out by a {@link io.segue.proxy.data.console.Console} on a virtual thread of its
 * own. May import {@code protocol} and Netty.
 */
package io.segue.proxy.data.console;
