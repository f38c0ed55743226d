package io.segue.proxy.control.credentials;

import io.segue.protocol.login.MockVerifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * From what salts of roles that do not exist are made. It outlives the proxy, in its state directory: a salt that changes with each start would
 * tell a made-up role from a real one.
 */
public final class MockKey {

    private static final String FILE = "mock-authentication.key";

    private MockKey() {}

    /** The key; made when there is none. @throws IOException when the directory cannot be used */
    public static byte[] in(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.isRegularFile(file) && Files.size(file) == MockVerifiers.KEY_BYTES) {
            return Files.readAllBytes(file);
        }
        byte[] key = MockVerifiers.randomKey(new SecureRandom());
        Path draft = Files.createTempFile(
                directory, FILE, ".new", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(draft, key);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return key;
    }
}
