package io.segue.proxy.control.migration.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Journal files on a real disk, locked against a second proxy. */
public final class DiskFiles implements JournalFiles {

    @Override
    public JournalFile open(Path path) throws IOException {
        boolean isNew = Files.notExists(path);
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel, path);
            if (isNew) {
                channel.force(true);
                forceDirectory(path.toAbsolutePath().getParent());
            }
            return new OnDisk(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
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

    @Override
    public void replace(Path path, byte[] content) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(channel, ByteBuffer.wrap(content));
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(path.toAbsolutePath().getParent());
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** A file's name is durable only when its directory is forced too. */
    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private record OnDisk(FileChannel channel) implements JournalFile {

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
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
