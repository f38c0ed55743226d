package io.segue.cli.grants;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is printed for whom. That it is enough, and no more, real servers say (RoleRightsIT, and all moves of the tests). */
class GrantsTest {

    @Test
    void knowWhatTheServerUnderstands() {
        assertThat(Grants.sql("segue", 15)).contains("GRANT pg_checkpoint TO segue;").doesNotContain("pg_use_reserved_connections", "since", ":role");
        assertThat(Grants.sql("segue", 16)).contains("GRANT pg_use_reserved_connections TO segue;");
    }

    @Test
    void letReadTablesOnlyWhereThatIsAskedFor() {
        assertThat(Grants.sql("segue", 18)).doesNotContain("pg_read_all_data", "pg_maintain");
        assertThat(Grants.sql("segue", 16, true)).contains("GRANT pg_read_all_data TO segue;").doesNotContain("pg_maintain");
        assertThat(Grants.sql("segue", 17, true)).contains("GRANT pg_maintain TO segue;");
    }

    @Test
    void quoteNamesThatNeedIt() {
        assertThat(Grants.sql("O'Mover", 17)).contains("rolname = 'O''Mover'", "CREATE ROLE \"O'Mover\";", "TO \"O'Mover\";");
    }
}
