/**
 * The console as the command line sees it: a JDBC connection, one statement at a time, its notices while it runs, its answer.
 *
 * <p>Imports {@code java.sql} and, for DETAIL and HINT, the driver's error classes.
 */
package io.segue.cli.console;
