package io.segue.proxy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Segue's own role on a server, with the rights that {@code segue grants} prints and no others. */
public final class SegueRole {

    public static final String NAME = "segue";

    /** The same text that the command prints. */
    private static final Path GRANTS = Path.of("../admin-cli/src/main/resources/io/segue/cli/grants/role.sql");

    private static final Pattern SINCE = Pattern.compile("-- since (\\d+)( for verify)?");

    private SegueRole() {}

    /** As {@code segue grants --verify}; in the database postgres. */
    public static void letVerify(PostgresServer server) {
        server.execute(grants(version(server), true));
    }

    private static int version(PostgresServer server) {
        return Integer.parseInt(server.psql("-c", "SELECT current_setting('server_version_num')::int / 10000"));
    }

    /** On a running primary. */
    public static void create(PostgresServer server, String password) {
        server.execute(grants(version(server), false));
        server.execute("ALTER ROLE " + NAME + " PASSWORD '" + password.replace("'", "''") + "'");
    }

    private static String grants(int version, boolean verify) {
        StringBuilder sql = new StringBuilder();
        int since = 0;
        for (String line : template()) {
            Matcher head = SINCE.matcher(line);
            if (head.matches()) {
                since = verify || head.group(2) == null ? Integer.parseInt(head.group(1)) : Integer.MAX_VALUE;
            } else if (version >= since) {
                sql.append(line.replace(":role", NAME).replace(":name", NAME)).append('\n');
            }
        }
        return sql.toString();
    }

    private static List<String> template() {
        try {
            return Files.readAllLines(GRANTS);
        } catch (IOException e) {
            throw new UncheckedIOException("the grants cannot be read", e);
        }
    }
}
