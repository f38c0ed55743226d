package io.segue.proxy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Empty clusters. {@code initdb} takes a second or more, a copy of its result some hundredths: one template is made for each run of
 * the virtual machine, when it is first needed, and deleted at its end.
 */
final class ClusterTemplate {

    private ClusterTemplate() {}

    private static final class Made {
        static final Path DIRECTORY = make();

        private static Path make() {
            Path directory = ServerAccount.newDirectory();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> ServerAccount.delete(directory)));
            initialise(directory.resolve("data"));
            return directory;
        }
    }

    /** Copies the template; its system identifier comes along, as if both came of one initdb. */
    static void copyTo(Path dataDirectory) {
        Command.run(ServerAccount.command(
                List.of("cp", "-a", Made.DIRECTORY.resolve("data").toString(), dataDirectory.toString())));
    }

    /** {@code initdb}: locale C, UTF8, SCRAM for everybody, superuser as {@link PostgresServer} names it. */
    static void initialise(Path dataDirectory) {
        try {
            Path password = Files.createTempFile("segue-test", ".password");
            try {
                Files.writeString(password, PostgresServer.PASSWORD);
                // The owner of the cluster is somebody else when we are root; the password is no secret.
                Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
                initialise(dataDirectory, password);
            } finally {
                Files.delete(password);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a cluster in " + dataDirectory, e);
        }
    }

    private static void initialise(Path dataDirectory, Path password) {
        Command.run(ServerAccount.command(List.of(
                PostgresBinaries.directory().resolve("initdb").toString(),
                "--pgdata=" + dataDirectory,
                "--username=" + PostgresServer.SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--locale=C",
                "--encoding=UTF8",
                "--no-sync",
                "--no-instructions")));
    }
}
