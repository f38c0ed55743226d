package io.segue.proxy.control.migration.journal;

import java.io.IOException;

/** A journal cannot be read or written. The message names the file, the reason and the next step. */
public class JournalException extends IOException {

    private static final long serialVersionUID = 1L;

    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A line that somebody may have acted on cannot be read. */
    public static final class Damaged extends JournalException {

        private static final long serialVersionUID = 1L;

        public Damaged(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A line could neither be written for certain nor withdrawn for certain: whether it would be found after a crash is not known until a
     * later {@link Journal#withdraw} or append succeeds.
     */
    public static final class InDoubt extends JournalException {

        private static final long serialVersionUID = 1L;

        public InDoubt(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
