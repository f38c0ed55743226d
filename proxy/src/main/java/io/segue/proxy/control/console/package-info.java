/**
 * What stands behind the virtual database: text to command to rows.
 *
 * <pre>
 *   text --Tokens--> tokens --CommandParser--> Command --Operations--> Operation --run--> rows
 *                                                        SHOW: a Table; moves: MoveOperation; PAUSE, RESUME: their own
 * </pre>
 *
 * <p>Parsing is pure and may happen on any thread; operations run on virtual threads and may block. Implements
 * {@link io.segue.proxy.data.console.Console}, which is all it sees of the data plane; may import {@code control.migration},
 * {@code control.node}, {@code gate}, {@code route}, {@code config} and {@code watch}.
 */
package io.segue.proxy.control.console;
