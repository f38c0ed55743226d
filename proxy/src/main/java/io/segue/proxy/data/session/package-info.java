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
 *
 *   and sends it along:  Course                       in which phase is it
 *                        LinkSeeking                  is there room for a unit, and a link
 *                        LineWait, Linking            or how does it come to them
 *                        LinkTraffic                  what passes on that, unit by unit
 *                        UnitEnding                   what becomes of the link behind a unit
 *                        StandbyVisit, UnitRefusal    what becomes of a unit that does not pass by itself
 *                        LinkLoss                     what if the link is gone
 *
 *   gate --> LaneGuest:  a move comes, holds, is over
 * </pre>
 *
 * <p>A session lives on one event loop; nothing here blocks, sleeps or locks. May import {@code protocol}, {@code gate}, {@code route},
 * {@code watch}, the rest of {@code data} and Netty.
 */
package io.segue.proxy.data.session;
