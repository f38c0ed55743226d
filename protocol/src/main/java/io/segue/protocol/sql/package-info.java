/**
 * What can be told from the text of a query without parsing its grammar: its tokens, what it does to the state of the session, and whether it
 * only reads.
 *
 * <pre>
 *   query bytes --mayAffect: no--> done (nearly all queries, no allocation)
 *        |
 *        +--SqlLexer--> SqlToken ... --SessionEffects--> SET search_path, PREPARE p, ...
 *                                  --QueryKind-------> a read that calls f and g (asked only while a shard moves)
 * </pre>
 *
 * <p>Works on bytes of UTF-8 or any encoding that leaves ASCII bytes alone, takes any input and never throws. A text that the server would refuse
 * may yield anything; of one that it accepts nothing is missed that can be seen in the text. What cannot, such as the body of a DO block or of a
 * function, has to be asked of the server.
 *
 * <p>No thread. May import {@code io.netty.buffer} and {@code java}.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-syntax-lexical.html">Lexical Structure</a>
 */
package io.segue.protocol.sql;
