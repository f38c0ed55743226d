package io.segue.cli.stage;

import java.nio.file.Path;
import java.util.List;

/**
 * A certificate for 127.0.0.1, signed by itself, for a show on one machine: nobody is to trust it. PEM files.
 *
 * @param key readable for its owner only
 */
public record Certificate(Path certificate, Path key) {

    /** Under these names in its data directory a server finds them by itself (ssl_cert_file, ssl_key_file). */
    private static final String NAME = "server";

    /** The server refuses a key that others can read (be-secure-common.c, check_ssl_key_file_permissions); so does Segue. */
    private static final String MAKE =
            """
            umask 077 && openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
            -keyout "$1/%1$s.key" -out "$1/%1$s.crt"
            """.formatted(NAME);

    /**
     * Makes one that belongs to us.
     *
     * @throws StageException when openssl is missing, or cannot
     */
    public static Certificate ours(Programs programs, Path directory) throws StageException, InterruptedException {
        programs.run(command(directory));
        return in(directory);
    }

    /** Makes one that belongs to the account of the servers, which may write in {@code directory}. */
    public static Certificate ofServers(Programs programs, Path directory) throws StageException, InterruptedException {
        programs.run(programs.asServer(command(directory)));
        return in(directory);
    }

    private static Certificate in(Path directory) {
        return new Certificate(directory.resolve(NAME + ".crt"), directory.resolve(NAME + ".key"));
    }

    private static List<String> command(Path directory) {
        return List.of("sh", "-c", MAKE, "sh", directory.toString());
    }
}
