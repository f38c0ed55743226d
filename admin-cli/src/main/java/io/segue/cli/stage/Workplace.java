package io.segue.cli.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory in which everything of the show lives: the servers' data, the proxy's state, logs. The owner of the servers may write
 * in it; our own files in it are readable for us only where they hold a password.
 *
 * @param directory such as {@code /tmp/segue-demo-3f9a2c}
 */
public record Workplace(Path directory) {

    private static final int NAME_BYTES = 3;
    private static final int PASSWORD_BYTES = 12;
    private static final int DELETE_ATTEMPTS = 20;
    private static final long DELETE_PAUSE_MILLIS = 100;

    /**
     * @param name of the show
     * @param owner account of the servers; empty when they run as ourselves
     */
    static Workplace create(String name, Optional<String> owner) throws StageException {
        try {
            Path directory = Path.of(System.getProperty("java.io.tmpdir"), "segue-" + name + "-" + randomHex(NAME_BYTES));
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            if (owner.isPresent()) {
                Files.setOwner(directory, directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner.get()));
            }
            return new Workplace(directory);
        } catch (IOException e) {
            throw new StageException("cannot make a directory for the show", e);
        }
    }

    public Path resolve(String name) {
        return directory.resolve(name);
    }

    /** A password nobody needs to know. */
    public static String newPassword() {
        return randomHex(PASSWORD_BYTES);
    }

    private static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Writes a file that only we can read. */
    public Path writeSecret(String name, String content) throws StageException {
        try {
            Path file = Files.createFile(resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new StageException("cannot write " + resolve(name), e);
        }
    }

    /** The last lines of a text file; none when it is not there. */
    public static List<String> tail(Path file, int lines) {
        try (Stream<String> all = Files.lines(file)) {
            List<String> read = all.toList();
            return read.subList(Math.max(0, read.size() - lines), read.size());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            return List.of("(cannot be read: " + e.getMessage() + ")");
        }
    }

    /** Deletes everything. A base backup that is just dying may still add a file, so a directory that is not empty is tried again. */
    public void delete() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.walkFileTree(directory, new Deletion());
                return;
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                if (attempt == DELETE_ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(DELETE_PAUSE_MILLIS);
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
