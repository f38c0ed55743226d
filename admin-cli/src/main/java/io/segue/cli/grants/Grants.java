package io.segue.cli.grants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SQL that gives Segue's role what it needs on a server, by the server's version. The text is in {@code role.sql} beside this class. */
public final class Grants {

    public static final int OLDEST = 15;
    public static final int NEWEST = 18;

    /** Heads what only servers from that version on understand, or what only VERIFY needs. */
    private static final Pattern SINCE = Pattern.compile("-- since (\\d+)( for verify)?");

    private Grants() {}

    /** What moves need. */
    public static String sql(String role, int major) {
        return sql(role, major, false);
    }

    /**
     * @param major the server's, such as 17
     * @param verify whether the role shall be able to VERIFY as well
     */
    public static String sql(String role, int major, boolean verify) {
        StringBuilder sql = new StringBuilder();
        boolean understood = true;
        for (String line : template()) {
            Matcher head = SINCE.matcher(line);
            if (head.matches()) {
                understood = major >= Integer.parseInt(head.group(1)) && (verify || head.group(2) == null);
            } else if (understood) {
                sql.append(line.replace(":role", identifier(role)).replace(":name", role.replace("'", "''"))).append('\n');
            }
        }
        return sql.toString().stripTrailing() + "\n";
    }

    private static String identifier(String role) {
        return role.matches("[a-z_][a-z0-9_]*") ? role : '"' + role.replace("\"", "\"\"") + '"';
    }

    private static List<String> template() {
        try (InputStream text = Grants.class.getResourceAsStream("role.sql")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading a resource of our own", e);
        }
    }
}
