package io.segue.proxy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system with little room, as a disk is that fills: a tmpfs, mounted for one test. Only root may mount one; for others it is a part of
 * the machine's own, of which the rest is not counted, and which nobody else should fill meanwhile.
 */
public final class SmallFileSystem implements AutoCloseable {

    private final Path directory;
    private final boolean mounted;
    private final long notCounted;

    private SmallFileSystem(Path directory, boolean mounted, long bytes) {
        this.directory = directory;
        this.mounted = mounted;
        this.notCounted = mounted ? 0 : free(directory) - bytes;
    }

    public static SmallFileSystem create(int megabytes) {
        Path directory = ServerAccount.newDirectory();
        if (ServerAccount.ROOT) {
            Command.run(List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=700", "tmpfs", directory.toString()));
            Command.run(List.of("chown", "postgres", directory.toString()));
        }
        return new SmallFileSystem(directory, ServerAccount.ROOT, (long) megabytes << 20);
    }

    /** The WAL of a server that does not run lies there from now on, as on a disk of its own. */
    public void takeWal(PostgresServer server) {
        Path wal = server.dataDirectory().resolve("pg_wal");
        Path here = directory.resolve("pg_wal");
        Command.run(ServerAccount.command(List.of("mv", wal.toString(), here.toString())));
        Command.run(ServerAccount.command(List.of("ln", "-s", here.toString(), wal.toString())));
    }

    public long freeBytes() {
        return free(directory) - notCounted;
    }

    /** What the machine says to be free when {@link #freeBytes} is so much. */
    public long asTheMachineCounts(long bytes) {
        return bytes + notCounted;
    }

    private static long free(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + directory, e);
        }
    }

    /** After the server on it has ended. */
    @Override
    public void close() {
        if (mounted) {
            Command.run(List.of("umount", "--lazy", directory.toString()));
        }
        ServerAccount.delete(directory);
    }
}
