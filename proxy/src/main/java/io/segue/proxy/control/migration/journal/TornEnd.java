package io.segue.proxy.control.migration.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a crash has left of the last line of a journal. Two shapes say for certain that the line was never forced:
 *
 * <pre>
 *   no line break                    the file was not yet as long as the line
 *   a hole: a sector full of zeros   the file was, but the disk had not yet written all of it. An entry contains no zero byte.
 * </pre>
 *
 * <p>A line that is wrong in any other way may have been forced and have rotted since.
 *
 * @param content all of the file
 * @param offset where the torn line begins
 */
record TornEnd(Path journal, byte[] content, int offset) {

    private static final Logger LOG = LoggerFactory.getLogger(TornEnd.class);

    /** Disks write no less than that at once, and at positions that are multiples of it. */
    private static final int SECTOR = 512;

    /** What is legible of an entry; the settings in it are nobody's business. */
    private static final Pattern HEAD =
            Pattern.compile("^\\{\"entry\":(\\d{1,19}),(?:.{0,200}?\"state\":\"([A-Z]{1,20})\")?", Pattern.DOTALL);

    /** The position of the next line break; -1 when there is none. */
    static int lineBreak(byte[] content, int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Whether the torn end begins with the line from {@code start} to the line break at {@code end}: it has a hole, and no whole line follows. */
    static boolean beginsWith(byte[] content, int start, int end) {
        return lineBreak(content, end + 1) < 0 && hasHole(content, start, end);
    }

    /**
     * Of a sector that the line shares with the one before, the line's part counts. The sector of the line break is none: it has been written.
     */
    private static boolean hasHole(byte[] content, int start, int end) {
        for (int from = start; nextSector(from) <= end; from = nextSector(from)) {
            if (allZero(content, from, nextSector(from))) {
                return true;
            }
        }
        return false;
    }

    private static int nextSector(int position) {
        return (position / SECTOR + 1) * SECTOR;
    }

    private static boolean allZero(byte[] content, int from, int to) {
        for (int i = from; i < to; i++) {
            if (content[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Puts the bytes into a file beside the journal, in the place of those of the last time, and says so. A copy that cannot be written stops
     * nothing: it is for people only.
     */
    void keep(JournalFiles files) {
        Path copy = journal.resolveSibling(journal.getFileName() + ".torn");
        byte[] torn = Arrays.copyOfRange(content, offset, content.length);
        String kept;
        try {
            files.replace(copy, torn).close();
            kept = copy.toString();
        } catch (IOException e) {
            kept = "nowhere, " + e.getMessage();
        }
        LOG.warn(
                "journal-torn file={} offset={} bytes={} dropped=\"{}\" kept=\"{}\": the end of the journal was being written when the machine or"
                        + " the proxy died; nobody had acted on it",
                journal, offset, torn.length, legible(torn), kept);
    }

    private static String legible(byte[] torn) {
        Matcher head = HEAD.matcher(new String(torn, StandardCharsets.UTF_8));
        if (!head.find()) {
            return "not legible";
        }
        return "entry " + head.group(1) + (head.group(2) == null ? "" : " " + head.group(2));
    }
}
