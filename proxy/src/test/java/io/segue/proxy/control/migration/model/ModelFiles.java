package io.segue.proxy.control.migration.model;

import io.segue.proxy.control.migration.journal.JournalFile;
import io.segue.proxy.control.migration.journal.JournalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Journal files in memory: the disk can fill up, fail to force, and the proxy can crash at any line. */
public final class ModelFiles implements JournalFiles {

    /** What goes wrong at the chosen append. */
    public enum Kind {
        NONE,
        CRASH_BEFORE,
        CRASH_TORN,
        CRASH_AFTER,
        /** What was written and not forced is gone, this append with it. */
        POWER_CUT,
        FULL,
        FORCE_FAILS
    }

    private final Map<Path, byte[]> contents = new HashMap<>();
    private final Map<Path, byte[]> forced = new HashMap<>();
    private Kind kind = Kind.NONE;
    private int at = -1;
    private int appends;
    private int truncationsToFail;

    /** From now on appends are counted anew, and the one with this number (from 0) goes wrong. */
    public synchronized void plan(Kind next, int number) {
        kind = next;
        at = number;
        appends = 0;
    }

    public synchronized void failTruncations(int number) {
        truncationsToFail = number;
    }

    public synchronized int appends() {
        return appends;
    }

    public synchronized byte[] content(Path path) {
        return contents.getOrDefault(path, new byte[0]);
    }

    /** All files as text. */
    public synchronized String everything() {
        return contents.values().stream().map(it -> new String(it, StandardCharsets.UTF_8)).collect(Collectors.joining());
    }

    @Override
    public JournalFile open(Path path) {
        return new InMemory(path);
    }

    /** What was written and not forced is gone. */
    public synchronized void powerCut() {
        contents.clear();
        contents.putAll(forced);
    }

    @Override
    public synchronized JournalFile replace(Path path, byte[] content) {
        contents.put(path, content.clone());
        forced.put(path, content.clone());
        return new InMemory(path);
    }

    private final class InMemory implements JournalFile {

        private final Path path;

        InMemory(Path path) {
            this.path = path;
        }

        @Override
        public byte[] readAll() {
            return content(path).clone();
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            synchronized (ModelFiles.this) {
                boolean chosen = appends++ == at;
                if (chosen && kind == Kind.CRASH_BEFORE) {
                    throw new Crash("journal append " + at);
                }
                if (chosen && kind == Kind.POWER_CUT) {
                    powerCut();
                    throw new Crash("the power at journal append " + at);
                }
                if (chosen && (kind == Kind.FULL || kind == Kind.CRASH_TORN)) {
                    add(bytes, bytes.remaining() / 2);
                    if (kind == Kind.FULL) {
                        throw new IOException("No space left on device");
                    }
                    throw new Crash("the middle of journal append " + at);
                }
                add(bytes, bytes.remaining());
                if (chosen && kind == Kind.CRASH_AFTER) {
                    throw new Crash("journal append " + at);
                }
            }
        }

        private void add(ByteBuffer bytes, int length) {
            byte[] before = content(path);
            byte[] after = Arrays.copyOf(before, before.length + length);
            bytes.get(after, before.length, length);
            contents.put(path, after);
        }

        @Override
        public void truncate(long length) throws IOException {
            synchronized (ModelFiles.this) {
                if (truncationsToFail > 0) {
                    truncationsToFail--;
                    throw new IOException("Input/output error");
                }
                contents.put(path, Arrays.copyOf(content(path), Math.toIntExact(length)));
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (ModelFiles.this) {
                if (kind == Kind.FORCE_FAILS && appends - 1 == at) {
                    at = -1;
                    throw new IOException("Input/output error");
                }
                forced.put(path, content(path).clone());
            }
        }

        @Override
        public void close() {
            // Memory stays.
        }
    }
}
