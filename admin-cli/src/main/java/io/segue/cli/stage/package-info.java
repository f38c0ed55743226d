/**
 * What every show is played on: real servers, the real proxy and the real command line as processes, in a directory of its own.
 *
 * <pre>
 *   Playhouse (Ctrl-C, the end) --sets--> Stage: Workplace, Programs, Servers, ProxyProcess, CommandLine
 *        |                                                                    each hands its undoing to
 *        +--------------------------- lets fall --------------------------------------> Curtain
 * </pre>
 *
 * <p>The main thread plays. Nothing of the proxy is imported: it is watched from outside, as its users see it.
 */
package io.segue.cli.stage;
