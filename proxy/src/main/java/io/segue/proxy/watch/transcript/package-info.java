/**
 * Which conversations are written down at this moment, and where the lines go.
 *
 * <pre>
 *   console --begin, end--> Transcripts --told--> listeners: each session joins or leaves
 *   sessions --lines--> Recording (bounded queue) --its own thread--> logger io.segue.transcript --> transcripts/transcript.log
 * </pre>
 *
 * <p>What a line looks like is the protocol's affair; here it is text. A session that is in no transcript has nothing to do with any of
 * this: no handler, no flag. Safe from any thread; only a recording's own thread writes and waits.
 */
package io.segue.proxy.watch.transcript;
