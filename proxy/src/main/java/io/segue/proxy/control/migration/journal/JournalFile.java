package io.segue.proxy.control.migration.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The file under a journal, as far as the journal needs it. The seam at which tests have a full disk and a crash. */
public interface JournalFile extends AutoCloseable {

    byte[] readAll() throws IOException;

    /** Writes all of {@code bytes} at the end. After an exception a part of them may be there. */
    void append(ByteBuffer bytes) throws IOException;

    /** Cuts the file to {@code length} bytes. */
    void truncate(long length) throws IOException;

    /** Returns when everything written is on the disk. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
}
