package io.segue.proxy.control.node;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads roles from a server's catalog, many at a time. */
final class RoleCatalog {

    /** A name is cut as the server cuts that of a client. Membership as hba.c has it: superusers are no members of everything. */
    private static final String ROLES =
            """
            SELECT asked.name, coalesce(r.rolpassword, ''), r.rolcanlogin, coalesce(r.rolvaliduntil < pg_catalog.now(), false),
                   CASE WHEN pg_catalog.isfinite(r.rolvaliduntil) THEN r.rolvaliduntil END,
                   ARRAY(
                     WITH RECURSIVE membership(oid) AS (
                       SELECT r.oid
                       UNION
                       SELECT m.roleid FROM pg_catalog.pg_auth_members m JOIN membership ON m.member = membership.oid)
                     SELECT g.rolname::pg_catalog.text FROM pg_catalog.pg_authid g JOIN membership ON g.oid = membership.oid),
                   pg_catalog.current_setting('password_encryption'), r.oid IS NOT NULL
              FROM pg_catalog.unnest(?) AS asked(name) LEFT JOIN pg_catalog.pg_authid r ON r.rolname = asked.name::pg_catalog.name
            """;

    private static final int NAME = 1;
    private static final int STORED = 2;
    private static final int MAY_LOG_IN = 3;
    private static final int EXPIRED = 4;
    private static final int VALID_UNTIL = 5;
    private static final int GROUPS = 6;
    private static final int PASSWORD_ENCRYPTION = 7;
    private static final int EXISTS = 8;

    private final NodeSql sql;
    private final NodeLimits limits;

    RoleCatalog(NodeSql sql, NodeLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    CatalogRoles roles(Collection<String> names) throws NodeException {
        return sql.ask("look up " + names.size() + (names.size() == 1 ? " role" : " roles"), limits.call(), session -> {
            Map<String, CatalogRole> roles = new HashMap<>();
            String passwordEncryption = "";
            for (Row row : session.all(ROLES, RoleCatalog::row, session.texts(names))) {
                row.role().ifPresent(role -> roles.put(row.name(), role));
                passwordEncryption = row.passwordEncryption();
            }
            return new CatalogRoles(roles, passwordEncryption);
        });
    }

    private record Row(String name, Optional<CatalogRole> role, String passwordEncryption) {}

    private static Row row(ResultSet row) throws SQLException {
        Optional<CatalogRole> role = row.getBoolean(EXISTS)
                ? Optional.of(new CatalogRole(
                        row.getString(STORED), row.getBoolean(MAY_LOG_IN), row.getBoolean(EXPIRED), instant(row.getTimestamp(VALID_UNTIL)),
                        texts(row.getArray(GROUPS))))
                : Optional.empty();
        return new Row(row.getString(NAME), role, row.getString(PASSWORD_ENCRYPTION));
    }

    private static Optional<Instant> instant(Timestamp timestamp) {
        return Optional.ofNullable(timestamp).map(Timestamp::toInstant);
    }

    private static Set<String> texts(Array array) throws SQLException {
        return Set.copyOf(Arrays.asList((String[]) array.getArray()));
    }
}
