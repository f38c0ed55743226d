package io.segue.proxy.control.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.testing.SegueRole;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code segue grants} gives is enough, each of it is missed, and it is no more than that. */
class RoleRightsIT {

    @RegisterExtension
    private static final RunningPrimary PRIMARY = new RunningPrimary();

    @Test
    void areAllThereAndMayBeGivenTwice() throws NodeException {
        SegueRole.create(PRIMARY.server(), RealNode.PASSWORD);

        assertThat(PRIMARY.node().surveyor().missingRights()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER ROLE segue NOREPLICATION | REPLICATION
            REVOKE pg_read_all_stats FROM segue | pg_read_all_stats
            REVOKE pg_checkpoint FROM segue | pg_checkpoint
            REVOKE EXECUTE ON FUNCTION pg_promote(boolean, integer) FROM segue | EXECUTE on pg_promote(bool,int4)
            REVOKE SELECT ON pg_authid FROM segue | SELECT on pg_authid
            REVOKE ALTER SYSTEM ON PARAMETER restore_command FROM segue | ALTER SYSTEM on restore_command
            """)
    void areMissed(String revoke, String missing) throws NodeException {
        PRIMARY.server().execute(revoke);
        try {
            assertThat(PRIMARY.node().surveyor().missingRights()).containsExactly(missing);
        } finally {
            SegueRole.create(PRIMARY.server(), RealNode.PASSWORD);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "CREATE ROLE other", "CREATE DATABASE other", "COPY (SELECT 1) TO PROGRAM 'cat'", "SELECT pg_read_file('postgresql.conf')",
        "ALTER SYSTEM SET archive_command = 'cat'", "SELECT * FROM secret", "ALTER ROLE postgres PASSWORD 'mine'", "SELECT pg_switch_wal()"
    })
    void areNoMoreThanThat(String forbidden) throws Exception {
        PRIMARY.server().execute("CREATE TABLE IF NOT EXISTS secret (i int)");
        try (Connection connection = PRIMARY.server().connect(SegueRole.NAME, RealNode.PASSWORD, "postgres");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(forbidden)).hasMessageMatching("(?s).*(permission denied|must be|must have).*");
        }
    }
}
