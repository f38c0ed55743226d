/**
 * The verbs: one small class each, and what they share. {@link io.segue.cli.verb.Desk} gives a verb its connection, its output and the
 * person at the keyboard; {@link io.segue.cli.verb.LiveCommand} carries out what takes time.
 */
package io.segue.cli.verb;
