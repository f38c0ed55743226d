/**
 * The protocol's messages as values: one record per message, named as in the manual's chapter "Message Formats", its byte layout above it.
 *
 * <pre>
 *   record --encode(out)--> type | length | body        (start-up packets: length | body)
 *   body   --X.decode(body)--> record                   (body: what follows the length, from readerIndex to writerIndex)
 * </pre>
 *
 * <p>Only messages that Segue sends or has to understand are here; all others pass as bytes. Everything is immutable and belongs to
 * no thread. Decoding copies out of the buffer and leaves its reference count alone; it reads untrusted input and answers anything
 * malformed with {@link io.segue.protocol.message.ProtocolViolationException}, never with another exception. Records that hold
 * {@code byte[]} neither copy nor compare it by value, and no record prints a secret.
 *
 * <p>May import {@code io.netty.buffer} and {@code java}.
 *
 * @see <a href="https://www.postgresql.org/docs/18/protocol-message-formats.html">Message Formats</a>
 */
package io.segue.protocol.message;
