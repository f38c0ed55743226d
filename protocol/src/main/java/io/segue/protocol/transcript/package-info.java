/**
 * A conversation as text: one readable line per message, in both directions, and back from lines to bytes.
 *
 * <pre>
 *   C: Parse "s1" "SELECT $1::int" [0]
 *   C: Bind "" "s1" [] ["42"] [binary]
 *   C: Sync
 *   S: ParseComplete
 *   S: DataRow [0x0000002A]
 *
 *   bytes of client, bytes of server --Transcript--> Line --toString--> text
 *   text --Line.parse--> Line --encode--> bytes
 * </pre>
 *
 * <p>{@code C} is the client, {@code S} the server. The words are those of the manual's chapter "Message Formats", the fields in its order. A text or
 * value stands in quotes, with bytes that are no readable character as {@code \x1F}, or in hexadecimal where most of it is binary;
 * {@code "head"+1990} has 1990 more bytes than are shown, {@code ...1990} at the end of a line means that so many bytes of the body were not looked at.
 * {@code ********} is a secret: passwords, SASL data, cancel keys, stored verifiers, and string literals of statements that speak of a password.
 * What cannot be read is there as {@code Broken}, {@code Unknown}, {@code Garbage} or {@code Bytes}.
 *
 * <p>The same lines are the scripts of the protocol tests. There {@code *} stands for any one field and {@code ...} for all that follow.
 *
 * <p>No thread, no logging; may import {@code frame}, {@code message}, {@code sql} and {@code io.netty.buffer}. Reads anything and never throws on
 * what a peer sent; of a body no more than {@link io.segue.protocol.transcript.Transcript#HEAD_BYTES} are kept, for as long as it is cut.
 */
package io.segue.protocol.transcript;
