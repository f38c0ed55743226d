package io.segue.proxy.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.login.LoginStand.Line;
import io.segue.proxy.testing.PostgresServer.StopMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Real clients log in by every method; what a direct connection is told is compared word by word. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("it reads what all of the process logs")
class LoginIT {

    private static final int LAST = Integer.MAX_VALUE;

    private static LoginStand stand;
    private static LogCapture log;

    @BeforeAll
    static void start() throws Exception {
        log = new LogCapture();
        stand = new LoginStand(
                List.of(
                        Line.both("scrammer,expired,nologin,nobody,limited,changing,dropped,listed", "scram-sha-256"),
                        Line.both("md5er,scram_by_md5", "md5"),
                        new Line("clearer", "password", "method = password, clear-text = anywhere, keep-password = yes"),
                        new Line("clear_to_us", "scram-sha-256", "method = password, clear-text = anywhere"),
                        new Line("clear_to_us_md5", "md5", "method = password, clear-text = anywhere"),
                        new Line("timid", "password", "method = password"),
                        Line.both("truster,nobody_at_all", "trust"),
                        Line.both("refused", "reject"),
                        new Line("shut_out", "reject", "method = scram-sha-256"),
                        Line.both("+staff", "scram-sha-256"),
                        new Line("director", "LDAP", "method = pass-through"),
                        new Line("keeper", "LDAP", "method = pass-through, keep-password = yes")),
                List.of(
                        "CREATE ROLE scrammer LOGIN PASSWORD 'one'; CREATE ROLE expired LOGIN PASSWORD 'one' VALID UNTIL '2001-01-01'",
                        "CREATE ROLE nologin PASSWORD 'one'; CREATE ROLE limited LOGIN PASSWORD 'one' CONNECTION LIMIT 0",
                        "CREATE ROLE changing LOGIN PASSWORD 'one'; CREATE ROLE dropped LOGIN PASSWORD 'one'",
                        "CREATE ROLE clearer LOGIN PASSWORD 'one'; CREATE ROLE clear_to_us LOGIN PASSWORD 'one'; CREATE ROLE timid LOGIN PASSWORD 'one'; CREATE ROLE truster LOGIN",
                        "CREATE ROLE refused LOGIN PASSWORD 'one'; CREATE ROLE shut_out LOGIN PASSWORD 'one'",
                        "CREATE ROLE outsider LOGIN PASSWORD 'one'; CREATE ROLE director LOGIN; CREATE ROLE keeper LOGIN",
                        "CREATE ROLE staff; CREATE ROLE leads IN ROLE staff; CREATE ROLE member LOGIN PASSWORD 'one' IN ROLE leads",
                        "CREATE ROLE scram_by_md5 LOGIN PASSWORD 'one'; CREATE ROLE listed LOGIN PASSWORD 'in the list'",
                        "SET password_encryption = md5; CREATE ROLE md5er LOGIN PASSWORD 'one'; CREATE ROLE clear_to_us_md5 LOGIN PASSWORD 'one'",
                        "CREATE DATABASE closed",
                        "REVOKE CONNECT ON DATABASE closed FROM PUBLIC"),
                "\"listed\" \"in the list\"\n");
    }

    @AfterAll
    static void stop() throws Exception {
        stand.close();
        log.close();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            scrammer      | one              | postgres
            scrammer      | two              | postgres
            scrammer      | one              | missing
            scrammer      | one              | closed
            expired       | one              | postgres
            nologin       | one              | postgres
            nologin       | two              | postgres
            nobody        | one              | postgres
            limited       | one              | postgres
            listed        | in the list      | postgres
            listed        | two              | postgres
            md5er         | one              | postgres
            md5er         | two              | postgres
            scram_by_md5  | one              | postgres
            scram_by_md5  | two              | postgres
            clearer       | one              | postgres
            clearer       | two              | postgres
            clear_to_us   | one              | postgres
            clear_to_us   | two              | postgres
            clear_to_us_md5 | one            | postgres
            clear_to_us_md5 | two            | postgres
            truster       | one              | postgres
            nobody_at_all | one              | postgres
            refused       | one              | postgres
            shut_out      | one              | postgres
            outsider      | one              | postgres
            member        | one              | postgres
            member        | two              | postgres
            director      | in the directory | postgres
            director      | something else   | postgres
            keeper        | kept in memory   | postgres
            """)
    void aClientIsToldWhatItIsToldDirectly(String user, String password, String database) throws Exception {
        String direct = outcome(() -> stand.direct(user, password, database));

        assertThat(outcome(() -> stand.through(user, password, database))).as("pgjdbc").isEqualTo(direct);
        assertThat(psql(stand.port(), user, password, database)).as("psql").isEqualTo(psql(stand.server.port(), user, password, database));
    }

    @Test
    void aPasswordDoesNotTravelInClearUnlessTold() {
        assertThatThrownBy(() -> stand.through("timid", "one", "postgres"))
                .satisfies(state("28000"))
                .hasMessageContaining("in clear over a connection without encryption");
    }

    @Test
    void aChangedPasswordCountsAtOnce() throws Exception {
        try (Connection before = stand.through("changing", "one", "postgres")) {
            stand.server.execute("ALTER ROLE changing PASSWORD 'two'");

            stand.through("changing", "two", "postgres").close();
            assertThatThrownBy(() -> stand.through("changing", "one", "postgres")).satisfies(state("28P01"));
            assertThat(only(before, "SELECT current_user")).as("who is in stays in").isEqualTo("changing");
        }
    }

    @Test
    void aDroppedRoleIsUnknown() throws Exception {
        stand.through("dropped", "one", "postgres").close();
        stand.server.execute("DROP ROLE dropped");

        String direct = outcome(() -> stand.direct("dropped", "one", "postgres"));

        assertThat(direct).contains("28P01");
        assertThat(outcome(() -> stand.through("dropped", "one", "postgres"))).isEqualTo(direct);
    }

    @Test
    void anUnknownUserIsAnsweredLikeAWrongPassword() throws Exception {
        RawLogin known = RawLogin.scram(stand.port(), "scrammer", "postgres");
        RawLogin unknown = RawLogin.scram(stand.port(), "nobody", "postgres");

        assertThat(unknown.answers().toString().replace("nobody", "scrammer")).isEqualTo(known.answers().toString());
        assertThat(unknown.serverFirst()).matches("r=[^,]{42},s=[A-Za-z0-9+/]{22}==,i=4096");
        assertThat(known.serverFirst()).matches("r=[^,]{42},s=[A-Za-z0-9+/]{22}==,i=4096");
        assertThat(RawLogin.scram(stand.port(), "nobody", "postgres").salt()).as("the same salt each time").isEqualTo(unknown.salt());
        assertThat(RawLogin.scram(stand.port(), "somebody", "postgres").answers()).as("no rule").contains("28000");
        assertThat(Files.size(stand.stateDirectory().resolve("mock-authentication.key"))).isEqualTo(32);
    }

    @Test
    void theConsoleGoesByTheSameRules() throws Exception {
        assertThat(stand.console("SHOW VERSION")).contains("Segue");
        assertThatThrownBy(() -> stand.through("ops", "wrong", "segue")).satisfies(state("28P01"));
        assertThatThrownBy(() -> stand.through("scrammer", "one", "segue"))
                .satisfies(state("28000"))
                .hasMessageContaining("role \"scrammer\" is not permitted to use the console");
        assertThatThrownBy(() -> stand.through("nologin", "one", "segue"))
                .satisfies(state("28000"))
                .hasMessageContaining("role \"nologin\" is not permitted to log in");
        assertThatThrownBy(() -> stand.through("director", "in the directory", "segue"))
                .satisfies(state("0A000"))
                .hasMessageContaining("the console has no server behind it");
    }

    @Test
    void theConsoleTellsByWhichMethodAClientCameInAndWhyItCannotMove() throws Exception {
        try (Connection scram = stand.through("scrammer", "one", "postgres");
                Connection md5 = stand.through("md5er", "one", "postgres");
                Connection director = stand.through("director", "in the directory", "postgres");
                Connection keeper = stand.through("keeper", "kept in memory", "postgres")) {
            String clients = stand.console("SHOW CLIENTS");

            assertThat(clients.lines()).anySatisfy(line -> assertThat(line).contains("scrammer", " scram-sha-256 ", " null "));
            assertThat(clients.lines()).anySatisfy(line -> assertThat(line).contains("md5er", " md5 "));
            assertThat(clients.lines())
                    .anySatisfy(line -> assertThat(line).contains("director", " pass-through ", "only its client has the password"));
            assertThat(clients.lines())
                    .filteredOn(line -> line.contains("keeper"))
                    .singleElement().asString().doesNotContain("only its client has the password");
            for (Connection connection : List.of(scram, md5, director, keeper)) {
                assertThat(only(connection, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void theConsoleShowsTheRules() throws Exception {
        assertThat(stand.console("SHOW HBA"))
                .contains("1 host segue ops,scrammer,nologin all scram-sha-256")
                .contains("host all +staff 127.0.0.1/32 scram-sha-256")
                .contains("host all clearer 127.0.0.1/32 password clear-text=anywhere keep-password=yes")
                .contains("host all keeper 127.0.0.1/32 pass-through keep-password=yes");
    }

    /** The server is gone after this. */
    @Test
    @Order(LAST - 1)
    void aPasswordIsCheckedWhileTheServerIsDown() throws Exception {
        stand.through("scrammer", "one", "postgres").close();
        stand.server.stop(StopMode.FAST);

        assertThatThrownBy(() -> stand.through("scrammer", "wrong", "postgres")).satisfies(state("28P01"));
        assertThatThrownBy(() -> stand.through("scrammer", "one", "postgres"))
                .as("let in, and then there is no server")
                .satisfies(state("57P03"))
                .hasMessageContaining("server node_a cannot be reached");
        assertThatThrownBy(() -> stand.through("changing", "two", "postgres")).satisfies(thrown -> assertThat(((PSQLException) thrown).getSQLState()).isIn("57P03", "28P01"));
        assertThatThrownBy(() -> stand.through("shut_out", "one", "closed")).isInstanceOf(SQLException.class);
        assertThat(stand.console("SHOW VERSION")).as("an admin gets in").contains("Segue");
    }

    @Test
    @Order(LAST)
    void noSecretWasLogged() {
        assertThat(log.text())
                .contains("login refused")
                .doesNotContain("in the directory", "kept in memory", "in the list", LoginStand.OPS_PASSWORD, LoginStand.OWN_PASSWORD)
                .doesNotContain("SCRAM-SHA-256$4096")
                .doesNotContainPattern("md5[0-9a-f]{32}");
    }

    /** Opens a connection. */
    @FunctionalInterface
    private interface Opening {
        Connection open() throws SQLException;
    }

    private static String outcome(Opening opening) throws SQLException {
        try (Connection connection = opening.open()) {
            return only(connection, "SELECT 'in as ' || current_user || ' in ' || current_database()");
        } catch (PSQLException e) {
            return fields(e.getServerErrorMessage());
        }
    }

    /** All that an error says but for our hints and the line in the server's source, which is another in each release. */
    private static String fields(ServerErrorMessage error) {
        return Stream.of(
                        error.getSeverity(), error.getSQLState(), error.getMessage(), error.getDetail(), error.getWhere(), error.getSchema(),
                        error.getTable(), error.getColumn(), error.getDatatype(), error.getConstraint(), error.getInternalQuery(),
                        error.getFile(), error.getRoutine())
                .map(field -> field == null ? "-" : field)
                .collect(Collectors.joining(" ")) + " " + error.getPosition() + " " + error.getInternalPosition();
    }

    private static String psql(int port, String user, String password, String database) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("psql", "-X", "-A", "-t", "-w", "-c", "SELECT current_user", database)
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of(
                "PGHOST", "127.0.0.1", "PGPORT", Integer.toString(port), "PGUSER", user, "PGPASSWORD", password, "PGSSLMODE", "disable"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.replace(Integer.toString(port), "PORT").lines().filter(line -> !line.startsWith("HINT:")).toList().toString();
    }

    private static String only(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Consumer<Throwable> state(String expected) {
        return thrown -> assertThat(((PSQLException) thrown).getSQLState()).isEqualTo(expected);
    }
}
