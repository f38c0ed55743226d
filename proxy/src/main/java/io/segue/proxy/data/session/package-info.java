/**
 * One client's conversation, from the first byte of its start-up to its end.
 *
 * <pre>
 *   ClientListener -> StartupHandler -> LoginHandler -> ClientHandler -> ClientSession -> data.backend
 *                                            |               bytes        decisions
 *                                            +-> data.console (the virtual database)
 *
 *   ClientSession asks:  ClientFrames, ServerFrames   what do these bytes say
 *                        Outstanding                  what does the server still owe
 *                        SessionMemory                what must a new link be told
 *                        GateLane                     may a unit of work start
 *                        Relink, SpareLink            how to get to another server
 *                        StandbyVisit, UnitRefusal    what becomes of a unit that does not pass by itself
 * </pre>
 *
 * <p>A session lives on one event loop; nothing here blocks, sleeps or locks. May import {@code protocol}, {@code gate}, {@code route},
 * {@code watch}, the rest of {@code data} and Netty.
 */
package io.segue.proxy.data.session;
