package io.segue.proxy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who may read a private key, by PostgreSQL's rule (be-secure-common.c): one of our own nobody else; one of root's our group, too, because
 * that is how distributions hand out keys to services.
 */
public final class KeyFile {

    private static final Set<PosixFilePermission> NOBODY_ELSE = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);
    private static final String ROOT = "root";

    private KeyFile() {}

    /** What is wrong with the key's protection; empty when nothing is. */
    public static Optional<String> tooOpen(Path key) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(key, PosixFileAttributeView.class);
        if (view == null) {
            return Optional.empty();
        }
        PosixFileAttributes attributes = view.readAttributes();
        String owner = attributes.owner().getName();
        if (!owner.equals(ROOT) && !owner.equals(System.getProperty("user.name"))) {
            return Optional.of("the private key belongs to " + owner + ", who is neither the user of this process nor root");
        }
        Set<PosixFilePermission> forbidden = new HashSet<>(NOBODY_ELSE);
        if (owner.equals(ROOT)) {
            forbidden.remove(PosixFilePermission.GROUP_READ);
        }
        forbidden.retainAll(attributes.permissions());
        return forbidden.isEmpty() ? Optional.empty() : Optional.of("the private key can be used by others than its owner (PostgreSQL's rule: u=rw, or u=rw,g=r when it is root's)");
    }
}
