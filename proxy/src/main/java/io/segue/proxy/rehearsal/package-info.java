/**
 * A start of the proxy, a few logins, a few statements and a pause, without any PostgreSQL: what the virtual machine loads for it goes into a file,
 * from which later starts take it ready-made (JEP 483). {@code bin/launcher} runs it behind a build of its own, and before a show that finds no such file
 * of its build; the running proxy knows nothing of it.
 *
 * <pre>
 *   Rehearsal: its clients --> Proxy --> StandInServer, one StandInTalk for each connection
 * </pre>
 *
 * <p>Blocks, in a process of its own. May import the root, {@code config} and {@code protocol}; nobody imports it.
 */
package io.segue.proxy.rehearsal;
