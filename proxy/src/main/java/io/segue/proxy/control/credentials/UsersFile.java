package io.segue.proxy.control.credentials;

import io.segue.protocol.login.StoredPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's user list, in PgBouncer's format. Looked at for each login and read again when it has changed; one that cannot be read leaves
 * everything as it was. Any thread; blocks for a moment.
 */
public final class UsersFile {

    private static final Logger log = LoggerFactory.getLogger(UsersFile.class);

    /** The group may read, for containers that give secrets to a group. */
    private static final Set<PosixFilePermission> FOR_OTHERS = Set.of(
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final Optional<Path> file;
    private Version version = new Version(FileTime.fromMillis(0), -1, "");
    private Map<String, StoredPassword> users = Map.of();
    private String complaint = "";

    /** What changes with a file. */
    private record Version(FileTime modified, long bytes, String key) {

        static Version of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        }
    }

    /** @param file empty when there is none */
    public UsersFile(Optional<Path> file) {
        this.file = file;
    }

    /** Reads it for the first time. @throws IOException when that is not possible, which a start should not pass over */
    public synchronized void open() throws IOException {
        if (file.isPresent()) {
            try {
                read(file.get());
            } catch (UserList.MalformedException e) {
                throw new IOException("users-file " + file.get() + ", " + e.getMessage(), e);
            }
        }
    }

    boolean isThere() {
        return file.isPresent();
    }

    synchronized Optional<StoredPassword> find(String role) {
        file.ifPresent(this::refresh);
        return Optional.ofNullable(users.get(role));
    }

    private void refresh(Path path) {
        try {
            read(path);
            complaint = "";
        } catch (IOException | UserList.MalformedException e) {
            if (!complaint.equals(e.toString())) {
                complaint = e.toString();
                log.warn("the user list cannot be read, what was in it before counts file={}: {}", path, complaint);
            }
        }
    }

    private static void protect(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null && view.readAttributes().permissions().stream().anyMatch(FOR_OTHERS::contains)) {
            throw new IOException("the user list can be read or written by others: chmod 600 " + path);
        }
    }

    private void read(Path path) throws IOException, UserList.MalformedException {
        Version now = Version.of(path);
        if (!now.equals(version)) {
            protect(path);
            users = UserList.parse(Files.readString(path));
            version = now;
            log.info("user list read file={} roles={}", path, users.size());
        }
    }
}
