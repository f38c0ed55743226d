package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.protocol.login.Md5Hash;
import io.segue.protocol.login.PlainPassword;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.hba.AddressPattern;
import io.segue.proxy.config.hba.CertificateCheck;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.config.hba.HbaRule.ConnectionType;
import io.segue.proxy.config.hba.LoginMethod;
import io.segue.proxy.config.hba.LoginMethod.ClearText;
import io.segue.proxy.config.hba.LoginMethod.KeptPassword;
import io.segue.proxy.config.hba.NamePattern;
import io.segue.proxy.gate.Warmth;
import io.segue.proxy.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.util.PSQLException;

/** Sessions that have logged in by each method, when their shard moves: Segue logs in to the other server as the same role, or says beforehand that it cannot. */
@Timeout(300)
class MovedLoginsIT {

    /** How each of them logs in to Segue; the role has the same name. */
    private static final Map<String, LoginMethod> METHODS = new LinkedHashMap<>(Map.of(
            "by_scram", new LoginMethod.ScramSha256(),
            "by_md5", new LoginMethod.Md5(),
            "by_scram_where_md5_is_asked", new LoginMethod.Md5(),
            "by_password", new LoginMethod.Password(ClearText.ANYWHERE, KeptPassword.KEPT),
            "by_password_towards_scram", new LoginMethod.Password(ClearText.ANYWHERE, KeptPassword.FORGOTTEN),
            "listed", new LoginMethod.Trust(),
            "listed_as_md5", new LoginMethod.Trust(),
            "trusted", new LoginMethod.Trust(),
            "passed_through_and_kept", new LoginMethod.PassThrough(KeptPassword.KEPT),
            "passed_through", new LoginMethod.PassThrough(KeptPassword.FORGOTTEN)));

    /** What happens to a role between its login and the move; the role has the name of its fate. */
    private static final Map<String, String> FATES = new LinkedHashMap<>(Map.of(
            "dropped", "DROP ROLE dropped",
            "expired", "ALTER ROLE expired VALID UNTIL '2001-01-01'",
            "forbidden", "ALTER ROLE forbidden NOLOGIN",
            "limited", "ALTER ROLE limited CONNECTION LIMIT 0",
            "given_another_password", "ALTER ROLE given_another_password PASSWORD 'another'"));

    /** The SQLSTATE of the statement that finds out. Only what may change by itself is worth another try. */
    private static final Map<String, String> LAST_WORDS = Map.of(
            "dropped", "57P01", "expired", "28P01", "forbidden", "28000", "limited", "40001", "given_another_password", "28P01");

    private static PostgresServer serverA;
    private static PostgresServer serverB;
    private static DataPlane plane;

    @BeforeAll
    static void start() throws SQLException {
        serverA = server();
        serverB = server();
        // Replicas have the very same verifiers; so have these.
        try (Connection connection = serverA.connect(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT rolname, rolpassword FROM pg_authid WHERE rolpassword LIKE 'SCRAM%' AND NOT rolsuper")) {
            while (rows.next()) {
                serverB.execute("ALTER ROLE " + rows.getString(1) + " PASSWORD '" + rows.getString(2) + "'");
            }
        }
        plane = new DataPlane(serverA, serverB, new DataPlane.Logins(rules(), Map.of(
                "listed", new PlainPassword("secret"), "listed_as_md5", Md5Hash.of("secret", "listed_as_md5"))));
    }

    private static PostgresServer server() {
        PostgresServer server = PostgresServer.create().authenticate(
                "host all by_md5,listed_as_md5 127.0.0.1/32 md5",
                "host all by_password,passed_through_and_kept,passed_through 127.0.0.1/32 password",
                "host all trusted 127.0.0.1/32 trust",
                "host all all 127.0.0.1/32 scram-sha-256").start();
        METHODS.keySet().forEach(role -> server.execute(
                "SET password_encryption = '" + (role.endsWith("by_md5") || role.endsWith("as_md5") ? "md5" : "scram-sha-256") + "'; "
                        + "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'"));
        return server;
    }

    private static List<HbaRule> rules() {
        return METHODS.entrySet().stream()
                .map(each -> new HbaRule(
                        1, ConnectionType.HOST, List.of(new NamePattern.All()), List.of(new NamePattern.Exactly(each.getKey())),
                        new AddressPattern.All(), each.getValue(), new CertificateCheck.None()))
                .toList();
    }

    @AfterAll
    static void stop() {
        plane.close();
        serverA.close();
        serverB.close();
    }

    @Test
    void sessionsOfEveryMethodFollowButThoseOfWhichOnlyTheClientHasThePassword() throws Exception {
        Map<String, Connection> sessions = new LinkedHashMap<>();
        try {
            for (String role : METHODS.keySet()) {
                sessions.put(role, DriverManager.getConnection(plane.url("postgres"), role, "secret"));
            }
            for (Map.Entry<String, Connection> each : sessions.entrySet()) {
                assertThat(place(each.getValue())).isEqualTo(each.getKey() + " at " + serverA.port());
            }

            Warmth warmth = plane.gate.warm(plane.nodeB, Duration.ofSeconds(30)).toCompletableFuture().get(60, TimeUnit.SECONDS);
            plane.gate.hold("test", Duration.ofSeconds(30)).toCompletableFuture().get(60, TimeUnit.SECONDS);
            plane.moveToB();

            assertThat(warmth.unmovable()).singleElement().asString().contains("passed_through@", "only its client has the password");
            Connection tied = sessions.remove("passed_through");
            assertThatThrownBy(() -> place(tied)).satisfies(thrown -> assertThat(((PSQLException) thrown).getSQLState()).isEqualTo("57P01"));
            for (Map.Entry<String, Connection> each : sessions.entrySet()) {
                assertThat(place(each.getValue())).isEqualTo(each.getKey() + " at " + serverB.port());
            }
        } finally {
            for (Connection each : sessions.values()) {
                each.close();
            }
        }
    }

    /** The server itself refuses Segue's login, as it would the client's; the session is named before anybody is held, and ended with those words. */
    @Test
    void whoMayNoLongerLogInIsNamedWithTheServersWords() throws Exception {
        Map<String, Connection> sessions = new LinkedHashMap<>();
        try (DataPlane front = new DataPlane(serverA, serverB, Authentication.SCRAM_SHA_256)) {
            for (String role : FATES.keySet()) {
                onBoth("CREATE ROLE " + role + " LOGIN");
                serverA.execute("ALTER ROLE " + role + " PASSWORD 'secret'");
                copyVerifier(role);
                sessions.put(role, DriverManager.getConnection(front.url("postgres"), role, "secret"));
                assertThat(place(sessions.get(role))).isEqualTo(role + " at " + serverA.port());
            }
            FATES.values().forEach(MovedLoginsIT::onBoth);

            Warmth warmth = front.gate.warm(front.nodeB, Duration.ofSeconds(30)).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(warmth.cold()).as("%s", warmth).isEqualTo(FATES.size());
            assertThat(FATES.keySet()).as("of whom one is named: %s", warmth.firstFailure()).anyMatch(role -> warmth.firstFailure().contains(role + "@postgres"));
            front.gate.hold("test", Duration.ofSeconds(30)).toCompletableFuture().get(60, TimeUnit.SECONDS);
            front.moveToB();
            for (Map.Entry<String, Connection> each : sessions.entrySet()) {
                assertThatThrownBy(() -> place(each.getValue())).as(each.getKey()).satisfies(thrown ->
                        assertThat(((PSQLException) thrown).getSQLState()).isEqualTo(LAST_WORDS.get(each.getKey())));
                if (LAST_WORDS.get(each.getKey()).equals("40001")) {
                    serverB.execute("ALTER ROLE limited CONNECTION LIMIT -1");
                    assertThat(place(each.getValue())).isEqualTo("limited at " + serverB.port());
                } else {
                    assertThat(each.getValue().isClosed()).as("%s must connect again, and its pool sees that", each.getKey()).isTrue();
                }
            }
        } finally {
            for (Connection each : sessions.values()) {
                each.close();
            }
        }
    }

    private static void onBoth(String sql) {
        serverA.execute(sql);
        serverB.execute(sql);
    }

    /** Replicas have the very same verifiers. */
    private static void copyVerifier(String role) {
        serverB.execute("ALTER ROLE " + role + " PASSWORD '"
                + serverA.psql("-c", "SELECT rolpassword FROM pg_authid WHERE rolname = '" + role + "'") + "'");
    }

    private static String place(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_user || ' at ' || current_setting('port')")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
