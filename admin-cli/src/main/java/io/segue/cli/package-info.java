/**
 * The operator's command line: a JDBC client of the console.
 *
 * <pre>
 *   Main -> verb (what was asked) --> console   JDBC: one statement, its notices, its answer
 *                                 \--> terminal  questions, Ctrl-C
 *                                 \--> output    text, or one JSON document
 *                        all of them --> outcome  exit code, error
 * </pre>
 *
 * <p>Main thread, but for the statement under way. Imports {@code java.sql}, picocli and the JDBC driver's error fields; sees nothing of
 * the proxy.
 */
package io.segue.cli;
