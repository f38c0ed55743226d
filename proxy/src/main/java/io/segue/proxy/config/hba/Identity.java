package io.segue.proxy.config.hba;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code identities}: which roles somebody may be whom a certificate names. As in pg_ident.conf.
 *
 * @param map the lines of one name belong together
 * @param system the certificate's name, or a regular expression behind a slash
 * @param role the role; {@code \1} in it stands for what the expression has captured, {@code all} for every role
 */
public record Identity(String map, NamePattern system, String role) {

    private static final String CAPTURED = "\\1";
    private static final String ANY_ROLE = "all";

    /** Whether one line of {@code map} lets {@code systemName} be {@code role}. */
    public static boolean allow(List<Identity> identities, String map, String systemName, String role) {
        return identities.stream().filter(line -> line.map.equals(map)).anyMatch(line -> line.allows(systemName, role));
    }

    private boolean allows(String systemName, String wanted) {
        return switch (system) {
            case NamePattern.Matching(Pattern expression) -> {
                Matcher matcher = expression.matcher(systemName);
                yield matcher.find() && isRole(wanted, role.contains(CAPTURED) ? role.replace(CAPTURED, captured(matcher)) : role);
            }
            case NamePattern.Exactly(String name) -> name.equals(systemName) && isRole(wanted, role);
            case NamePattern.All _, NamePattern.SameUser _, NamePattern.SameRole _, NamePattern.Replication _, NamePattern.MemberOf _ -> false;
        };
    }

    private static String captured(Matcher matcher) {
        return matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : "";
    }

    private boolean isRole(String wanted, String allowed) {
        return role.equals(ANY_ROLE) || wanted.equals(allowed);
    }
}
