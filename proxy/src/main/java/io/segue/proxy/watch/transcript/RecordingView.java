package io.segue.proxy.watch.transcript;

import java.time.Instant;

/**
 * A transcript as SHOW TRANSCRIPTS shows it.
 *
 * @param by the admin who began it
 * @param until when it ends by itself
 * @param sessions that are in it now
 * @param lines so far
 * @param dropped lines that were not written because the disk did not keep up
 */
public record RecordingView(
        long id, String subject, String by, Instant since, Instant until, int sessions, long lines, long lineLimit, long dropped, boolean values) {}
