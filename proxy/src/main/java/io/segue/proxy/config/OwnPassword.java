package io.segue.proxy.config;

import io.segue.proxy.config.schema.Block;
import io.segue.proxy.config.schema.Entry;
import io.segue.proxy.config.schema.Findings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The password of Segue's own role: from a file, from the environment, or none. No message shows a value that was given, for it may be the
 * password, written where its place should have been.
 */
final class OwnPassword {

    private static final Secret NONE = new Secret("");
    private static final int LONGEST_BYTES = 1_000;
    private static final Set<PosixFilePermission> FOR_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Block role;
    private final Map<String, String> environment;
    private final Findings findings;

    OwnPassword(Block role, Map<String, String> environment, Findings findings) {
        this.role = role;
        this.environment = environment;
        this.findings = findings;
    }

    /** The password; an empty one when none is given or after a finding. */
    Secret read() {
        Optional<Entry<String>> file = role.entry(Keys.PASSWORD_FILE);
        Optional<Entry<String>> variable = role.entry(Keys.PASSWORD_ENVIRONMENT);
        if (file.isPresent() && variable.isPresent()) {
            findings.add(
                    variable.get().place(), "password-file is given as well, and which of them counts would be a guess", "Remove one of them");
            return NONE;
        }
        return file.map(this::fromFile).or(() -> variable.map(this::fromEnvironment)).orElse(NONE);
    }

    private Secret fromEnvironment(Entry<String> variable) {
        String password = environment.getOrDefault(variable.value(), "");
        if (password.isEmpty()) {
            findings.add(
                    variable.place(),
                    "the environment variable that it names is not set or empty",
                    "Set it for this process, or use password-file");
        }
        return new Secret(password);
    }

    private Secret fromFile(Entry<String> entry) {
        Path file = Path.of(entry.value());
        try {
            if (!file.isAbsolute() || !Files.isRegularFile(file)) {
                refuse(entry, "it does not name a file by its path from the root", "Write the path of a file that holds nothing but the password");
            } else if (openToOthers(file)) {
                refuse(entry, "the file can be read or written by others than its owner", "Run: chmod 600 " + file);
            } else if (Files.size(file) > LONGEST_BYTES) {
                refuse(entry, "the file is longer than any password (" + LONGEST_BYTES + " bytes)", "Name a file that holds nothing but the password");
            } else {
                return oneLine(entry, Files.readString(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            refuse(
                    entry, "the file cannot be read (" + e.getClass().getSimpleName() + ")",
                    "Make the user of this process its owner: chown " + System.getProperty("user.name") + " " + file);
        }
        return NONE;
    }

    private static boolean openToOthers(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().stream().anyMatch(FOR_OTHERS::contains);
    }

    /** Editors end the last line; that is no part of the password. */
    private Secret oneLine(Entry<String> entry, String text) {
        String password = text.replaceFirst("\\r?\\n\\z", "");
        if (password.isEmpty() || password.indexOf('\n') >= 0) {
            refuse(entry, password.isEmpty() ? "the file is empty" : "the file has more than one line", "Put the password into it, in one line");
            return NONE;
        }
        return new Secret(password);
    }

    private void refuse(Entry<String> entry, String problem, String remedy) {
        findings.add(entry.place(), problem, remedy);
    }
}
