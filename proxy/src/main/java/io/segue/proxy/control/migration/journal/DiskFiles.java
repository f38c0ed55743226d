package io.segue.proxy.control.migration.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** Journal files on a real disk, locked against a second proxy. */
public final class DiskFiles implements JournalFiles {

    @Override
    public JournalFile open(Path path) throws IOException {
        create(path);
        while (true) {
            Object named = identity(path);
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(channel, path);
                if (Objects.equals(named, identity(path))) {
                    return new OnDisk(channel, path);
                }
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            // Another proxy has put a new file in its place, and has closed this one: the new one is its own.
            channel.close();
        }
    }

    private static void create(Path path) throws IOException {
        try {
            Files.createFile(path);
        } catch (FileAlreadyExistsException e) {
            // It is opened as it is.
        }
    }

    /** Tells whether a name still stands for the same file. */
    private static Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private static void lock(FileChannel channel, Path path) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw inUse(path);
        }
        if (lock == null) {
            throw inUse(path);
        }
    }

    private static JournalException inUse(Path path) {
        return new JournalException(
                path + " is in use: another proxy runs with this state directory; stop it, or give this one a state directory of its own");
    }

    /** The new file is locked before it has the name, so that there is no moment for a second proxy. */
    @Override
    public JournalFile replace(Path path, byte[] content) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel, path);
            writeAll(channel, ByteBuffer.wrap(content));
            channel.force(true);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            return new OnDisk(channel, path);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static final class OnDisk implements JournalFile {

        private final FileChannel channel;
        private final Path path;
        private boolean nameIsForced;

        OnDisk(FileChannel channel, Path path) {
            this.channel = channel;
            this.path = path;
        }

        @Override
        public byte[] readAll() throws IOException {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            long position = 0;
            while (content.hasRemaining()) {
                int read = channel.read(content, position);
                if (read < 0) {
                    throw new IOException("the file became shorter while it was read");
                }
                position += read;
            }
            return content.array();
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            channel.position(channel.size());
            writeAll(channel, bytes);
        }

        @Override
        public void truncate(long length) throws IOException {
            channel.truncate(length);
        }

        @Override
        public void force() throws IOException {
            // The length must be durable too: force(false) is fdatasync, which writes the size that is needed to read the data.
            channel.force(false);
            if (!nameIsForced) {
                forceDirectory();
                nameIsForced = true;
            }
        }

        /** A file's name is durable only when its directory is forced too. */
        private void forceDirectory() throws IOException {
            try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
