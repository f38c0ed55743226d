package io.segue.proxy.data.net;

import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix-domain socket that clients find as they find PostgreSQL's: {@code .s.PGSQL.port} in a directory, with a lock file beside it that
 * names the process, so that a socket left behind by a dead one can be told from one in use. At start and stop only.
 */
public final class UnixSocket implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UnixSocket.class);

    /** PostgreSQL's own default: who may log in is decided behind it. */
    private static final String OPEN_TO_ALL = "rwxrwxrwx";

    private final Path socket;
    private final Path lock;

    private UnixSocket(Path socket) {
        this.socket = socket;
        this.lock = lockOf(socket);
    }

    /** Where a server with that port is found in {@code directory}. */
    public static DomainSocketAddress address(String directory, int port) {
        return new DomainSocketAddress(path(directory, port).toFile());
    }

    private static Path path(String directory, int port) {
        return Path.of(directory, ".s.PGSQL." + port);
    }

    private static Path lockOf(Path socket) {
        return socket.resolveSibling(socket.getFileName() + ".lock");
    }

    /**
     * Takes the place; what a dead process left there is removed.
     *
     * @throws IOException when another process is there, or the directory cannot be written to
     */
    public static UnixSocket claim(String directory, int port) throws IOException {
        UnixSocket claimed = new UnixSocket(path(directory, port));
        claimed.lock();
        Files.deleteIfExists(claimed.socket);
        return claimed;
    }

    /** To be called when it is listened on. */
    public void open() throws IOException {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(OPEN_TO_ALL));
    }

    public DomainSocketAddress address() {
        return new DomainSocketAddress(socket.toFile());
    }

    private void lock() throws IOException {
        try {
            writeLock();
        } catch (FileAlreadyExistsException taken) {
            long owner = owner();
            if (owner != ProcessHandle.current().pid() && ProcessHandle.of(owner).isPresent()) {
                throw new IOException("process " + owner + " has the lock file " + lock, taken);
            }
            log.info("socket of a dead process removed path={} pid={}", socket, owner);
            Files.deleteIfExists(lock);
            writeLock();
        }
    }

    private void writeLock() throws IOException {
        Files.writeString(lock, ProcessHandle.current().pid() + "\n", StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** By its first line, which in a lock of PostgreSQL is the postmaster's id as well, negative for a stand-alone backend. */
    private long owner() throws IOException {
        String first = Files.readString(lock).lines().findFirst().orElse("").strip();
        try {
            return Math.abs(Long.parseLong(first));
        } catch (NumberFormatException e) {
            throw new IOException("the lock file " + lock + " names no process; remove it when nobody uses the socket", e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(socket);
        Files.deleteIfExists(lock);
    }
}
