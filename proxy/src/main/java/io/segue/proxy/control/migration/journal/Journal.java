package io.segue.proxy.control.migration.journal;

import io.segue.proxy.control.migration.journal.JournalException.Damaged;
import io.segue.proxy.control.migration.journal.JournalException.InDoubt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * One shard's journal. Written by the thread of the shard's migration, one at a time.
 *
 * <p>The end of a file may be torn by a crash: a last line that was never forced, so that nobody acted on it, is cut off ({@link TornEnd}).
 * Anything else that cannot be read is refused, because an intent that somebody acted on may be lost.
 */
public final class Journal implements AutoCloseable {

    private final Path path;
    private final JournalFiles files;
    private JournalFile file;
    private long goodLength;
    private boolean tailInDoubt;
    private Optional<JournalEntry> last = Optional.empty();

    private Journal(Path path, JournalFiles files) {
        this.path = path;
        this.files = files;
    }

    /**
     * Opens the journal of {@code shard} in {@code stateDirectory}, empty when there is none yet.
     *
     * @throws JournalException when it cannot be read, or another process has it open
     */
    public static Journal open(Path stateDirectory, String shard, JournalFiles files) throws JournalException {
        String name = URLEncoder.encode(shard, StandardCharsets.UTF_8) + ".journal";
        Journal journal = new Journal(stateDirectory.resolve(name), files);
        journal.open();
        return journal;
    }

    private void open() throws JournalException {
        try {
            file = files.open(path);
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw new JournalException("journal " + path + " cannot be opened: " + reason(e) + "; check the state directory", e);
        }
        try {
            byte[] content = file.readAll();
            read(content);
            if (tailInDoubt) {
                new TornEnd(path, content, Math.toIntExact(goodLength)).keep(files);
                settleTail();
            }
        } catch (IOException e) {
            close();
            throw e instanceof JournalException known
                    ? known
                    : new JournalException("journal " + path + " cannot be read: " + reason(e) + "; check the state directory", e);
        }
    }

    private void read(byte[] content) throws JournalException {
        int start = 0;
        int line = 0;
        for (int end = TornEnd.lineBreak(content, start); end >= 0; end = TornEnd.lineBreak(content, start)) {
            line++;
            if (TornEnd.beginsWith(content, start, end)) {
                break;
            }
            last = Optional.of(decode(Arrays.copyOfRange(content, start, end), line));
            start = end + 1;
        }
        goodLength = start;
        tailInDoubt = start < content.length;
    }

    private JournalEntry decode(byte[] bytes, int line) throws JournalException {
        try {
            return EntryCodec.decode(bytes);
        } catch (IOException e) {
            throw new Damaged(
                    "journal " + path + " is damaged in line " + line + ": " + e.getMessage()
                            + "; see which node is the primary and which is a standby, then move the file away",
                    e);
        }
    }

    /** The entry of the last line; empty when there is none. */
    public Optional<JournalEntry> last() {
        return last;
    }

    /**
     * Adds a line. It is on the disk when this returns.
     *
     * @throws JournalException when it is not; the line is then certainly not in the journal
     * @throws InDoubt when it may be
     */
    public void append(JournalEntry entry) throws JournalException {
        write(entry, file::force);
    }

    /**
     * Adds a line that nobody's acts depend on. It is on the disk with the next one that is appended; until then a crash of the machine may
     * take it, as if it had never been written, and nothing else.
     *
     * @throws JournalException when it cannot be written; the line is then certainly not in the journal
     * @throws InDoubt when it may be
     */
    public void note(JournalEntry entry) throws JournalException {
        write(entry, () -> { });
    }

    @FunctionalInterface
    private interface Force {
        void toDisk() throws IOException;
    }

    private void write(JournalEntry entry, Force force) throws JournalException {
        withdraw();
        try {
            byte[] line = withLineBreak(EntryCodec.encode(entry));
            tailInDoubt = true;
            file.append(ByteBuffer.wrap(line));
            force.toDisk();
            tailInDoubt = false;
            goodLength += line.length;
            last = Optional.of(entry);
        } catch (IOException e) {
            withdraw();
            throw new JournalException(cannotBeWritten(e), e);
        }
    }

    /**
     * Makes sure that a line whose append failed is not in the journal. Harmless when there is none.
     *
     * @throws InDoubt when that is not certain
     */
    public void withdraw() throws InDoubt {
        try {
            settleTail();
        } catch (IOException e) {
            throw new InDoubt(cannotBeWritten(e), e);
        }
    }

    private void settleTail() throws IOException {
        if (tailInDoubt) {
            file.truncate(goodLength);
            file.force();
            tailInDoubt = false;
        }
    }

    /** Keeps the last line only. */
    public void compact() throws JournalException {
        if (last.isEmpty()) {
            return;
        }
        try {
            byte[] line = withLineBreak(EntryCodec.encode(last.get()));
            JournalFile replaced = file;
            file = files.replace(path, line);
            goodLength = line.length;
            tailInDoubt = false;
            replaced.close();
        } catch (IOException e) {
            throw new JournalException(cannotBeWritten(e), e);
        }
    }

    private static byte[] withLineBreak(byte[] line) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(line.length + 1);
        whole.writeBytes(line);
        whole.write('\n');
        return whole.toByteArray();
    }

    private String cannotBeWritten(IOException cause) {
        return "journal " + path + " cannot be written: " + reason(cause) + "; make room or mend the disk, then repeat the command";
    }

    private static String reason(IOException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public void close() throws JournalException {
        try {
            file.close();
        } catch (IOException e) {
            throw new JournalException("journal " + path + " cannot be closed: " + reason(e), e);
        }
    }
}
