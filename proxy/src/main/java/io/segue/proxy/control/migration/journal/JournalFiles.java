package io.segue.proxy.control.migration.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Opens and replaces the files under the journals. */
public interface JournalFiles {

    /** Opens the file for this process alone, and creates it when there is none. Its name is durable when the file has been forced once. */
    JournalFile open(Path path) throws IOException;

    /**
     * Puts {@code content} in the place of the file at {@code path}, all of it or nothing: after a crash either of the two is there.
     *
     * @return the new file, open for this process alone; after an exception the old one is still there
     */
    JournalFile replace(Path path, byte[] content) throws IOException;
}
