/**
 * The PostgreSQL wire protocol, and nothing of Segue: what could as well be a library of its own.
 *
 * <pre>
 *   frame     messages as bytes: where each one ends
 *   message   messages as values: what those say that must be understood
 *   login     SCRAM-SHA-256 from both sides, with a key instead of a password
 *   sql       tokens of a query text, and what it does to session state
 * </pre>
 *
 * <p>Pure functions and small state objects; no thread, no clock, no logging, no I/O. Imports {@code java}, {@code io.netty.buffer},
 * {@code io.netty.util}, {@code io.netty.handler.codec} and, for SASLprep, {@code com.ongres.saslprep}, nothing else; a test holds that.
 */
package io.segue.protocol;
