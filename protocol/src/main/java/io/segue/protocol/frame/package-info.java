/**
 * Messages as bytes: where each begins, what type it has, how long it is. Bodies stay closed unless somebody asks.
 *
 * <pre>
 *   type  length (with itself)  body
 *   +---+---+---+---+---+-----------------+
 *   | Q | 0   0   0  19 | S E L E C T ... |
 *   +---+---+---+---+---+-----------------+
 * </pre>
 *
 * <p>{@link io.segue.protocol.frame.FrameScanner} is for the data path: it walks over the bytes as they were received and gathers nothing.
 * {@link io.segue.protocol.frame.FrameAssembler} is for the small conversations around it (logins, own questions): whole messages, bounded.
 */
package io.segue.protocol.frame;
