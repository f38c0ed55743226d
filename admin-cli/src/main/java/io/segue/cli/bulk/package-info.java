/**
 * {@code bin/bulk}: much data, huge values and clients that hardly read, through a proxy that has a small heap.
 *
 * <pre>
 *   Bulk (options) --> Playhouse --> each Load: directly, then through the proxy --> Passage (speed, CPU, memory) --> Table, Json
 *                                       SlowReaders, and a quick client beside them --> Crowd                        |
 *                                    MemoryWatch looks all the while: ProxyMemory (heap, direct, resident)           +--> Rule: flat?
 * </pre>
 *
 * <p>The main thread sends and receives; the watch and the slow readers have threads of their own. Nothing of the proxy is imported: its
 * memory is asked from its virtual machine, its console and the kernel.
 */
package io.segue.cli.bulk;
