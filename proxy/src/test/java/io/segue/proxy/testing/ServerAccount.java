package io.segue.proxy.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The account that owns the servers: {@code postgres} when the tests run as root, whom PostgreSQL refuses, and else our own. */
final class ServerAccount {

    static final boolean ROOT = System.getProperty("user.name").equals("root");

    private ServerAccount() {}

    static List<String> command(List<String> command) {
        if (!ROOT) {
            return List.copyOf(command);
        }
        List<String> prefixed = new ArrayList<>(List.of("runuser", "-u", "postgres", "--"));
        prefixed.addAll(command);
        return List.copyOf(prefixed);
    }

    /** A new directory that belongs to the account and that nobody else can read. */
    static Path newDirectory() {
        String template = Path.of(System.getProperty("java.io.tmpdir"), "segue-test-XXXXXXXX").toString();
        return Path.of(Command.run(command(List.of("mktemp", "-d", template))).strip());
    }

    static void delete(Path directory) {
        Command.run(command(List.of("rm", "-rf", "--", directory.toString())));
    }
}
