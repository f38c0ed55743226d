package io.segue.proxy.control.migration.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Opens and replaces the files under the journals. */
public interface JournalFiles {

    /** Opens the file for this process alone, and creates it (durably, with its directory entry) when there is none. */
    JournalFile open(Path path) throws IOException;

    /** Puts {@code content} in the place of the file at {@code path}, all of it or nothing, durably. */
    void replace(Path path, byte[] content) throws IOException;
}
