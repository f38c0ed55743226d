package io.segue.proxy.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The question for roles, asked of a real server in which somebody has laid traps for it. */
class RoleCatalogIT {

    @RegisterExtension
    private static final RunningPrimary PRIMARY = new RunningPrimary();

    /** Tables, functions and operators of the same names in a schema that Segue's role is told to look at first (CVE-2025-2291, CVE-2025-12819). */
    @Test
    void nobodyElsesCatalogIsAsked() throws Exception {
        PRIMARY.server().execute("CREATE ROLE alice LOGIN PASSWORD 'one'; CREATE ROLE bob LOGIN PASSWORD 'two' VALID UNTIL '2001-01-01'");
        PRIMARY.server().execute(
                """
                CREATE SCHEMA trap;
                CREATE TABLE trap.pg_authid AS SELECT * FROM pg_catalog.pg_authid;
                UPDATE trap.pg_authid SET rolpassword = 'trapped', rolcanlogin = true, rolvaliduntil = NULL;
                CREATE TABLE trap.pg_auth_members AS SELECT * FROM pg_catalog.pg_auth_members;
                CREATE FUNCTION trap.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT timestamptz ''1970-01-01''';
                CREATE FUNCTION trap.unnest(text[]) RETURNS SETOF text LANGUAGE sql AS 'SELECT ''postgres''';
                CREATE FUNCTION trap.always(name, name) RETURNS boolean LANGUAGE sql AS 'SELECT true';
                CREATE OPERATOR trap.= (FUNCTION = trap.always, LEFTARG = name, RIGHTARG = name);
                CREATE FUNCTION trap.never(timestamptz, timestamptz) RETURNS boolean LANGUAGE sql AS 'SELECT false';
                CREATE OPERATOR trap.< (FUNCTION = trap.never, LEFTARG = timestamptz, RIGHTARG = timestamptz);
                GRANT USAGE ON SCHEMA trap TO PUBLIC; GRANT SELECT ON ALL TABLES IN SCHEMA trap TO PUBLIC;
                ALTER ROLE segue SET search_path = trap, pg_catalog;
                ALTER DATABASE postgres SET search_path = trap, pg_catalog
                """);
        try (Connection connection = PRIMARY.server().connect("segue", RealNode.PASSWORD, "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_authid WHERE rolname = 'nobody at all'::name")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).as("the trap works").isPositive();
        }

        CatalogRoles roles = PRIMARY.node().roles(List.of("alice", "bob", "carol"));

        assertThat(roles.byName()).containsOnlyKeys("alice", "bob");
        assertThat(roles.byName().get("alice").stored()).startsWith("SCRAM-SHA-256$");
        assertThat(roles.byName().get("alice").expired()).isFalse();
        assertThat(roles.byName().get("bob").expired()).isTrue();
    }
}
