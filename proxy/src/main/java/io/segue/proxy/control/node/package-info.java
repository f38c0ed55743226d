/**
 * One PostgreSQL node as control sees it: asked and told through SQL (JDBC), and through one long-lived shell on its machine.
 *
 * <pre>
 *   migration --&gt; DatabaseNode &lt;-- PostgresNode --+--&gt; NodeSql   --&gt; the server
 *                                               +--&gt; NodeShell --&gt; its machine: processes, files, programs
 * </pre>
 *
 * <p>Nothing is believed for longer than a call: each question goes to the node. Errors say what was tried on which node, what was
 * answered, and what to do.
 *
 * <p>Virtual threads; blocking is fine, but every call has a limit. May import {@code route}, {@code config} and {@code gate}.
 */
package io.segue.proxy.control.node;
