package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.ClientLimits;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.watch.LimitView;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** How many clients come in, and what the next one is told: real drivers, a real server. */
class ClientLimitsIT {

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.create().start();
        server.execute("CREATE DATABASE app");
        server.execute("CREATE ROLE ada LOGIN PASSWORD 'ada'; CREATE ROLE bob LOGIN PASSWORD 'bob'; CREATE ROLE ops LOGIN PASSWORD 'ops'");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void inAllAndTheReserveOfTheAdmins() throws SQLException {
        try (DataPlane plane = plane(new Caps().inAll(3).reserved(1)); Clients clients = new Clients(plane)) {
            clients.connect("postgres", "ada");
            clients.connect("app", "bob");

            refused(() -> clients.connect("app", "ada"),
                    "remaining connection slots are reserved for the roles of Segue's console", "limits.reserved-clients");
            clients.connect("app", "ops");
            refused(() -> clients.connect("app", "ops"), "sorry, too many clients already", "limits.clients");
            assertThat(plane.registry.counter("segue.connections.refused", "reason", "reserved_for_admins").count()).isEqualTo(1);
            assertThat(plane.registry.counter("segue.connections.refused", "reason", "too_many_clients").count()).isEqualTo(1);

            clients.closeFirst();
            await().until(() -> plane.clients.present() == 2);
            refused(() -> clients.connect("app", "ada"), "remaining connection slots", "limits.reserved-clients");
        }
    }

    @Test
    void ofADatabaseOfARoleAndFromAnAddress() throws SQLException {
        try (DataPlane plane = plane(new Caps().perDatabase(2)); Clients clients = new Clients(plane)) {
            clients.connect("app", "ada");
            clients.connect("app", "bob");
            refused(() -> clients.connect("app", "ada"), "too many connections for database \"app\"", "limits.clients-per-database");
            clients.connect("postgres", "ada");
            clients.closeFirst();
            await().until(() -> used(plane, "clients-per-database") == 1);
            clients.connect("app", "ada");
        }
        try (DataPlane plane = plane(new Caps().perRole(1)); Clients clients = new Clients(plane)) {
            clients.connect("app", "ada");
            refused(() -> clients.connect("postgres", "ada"), "too many connections for role \"ada\"", "limits.clients-per-role");
            clients.connect("app", "bob");
        }
        try (DataPlane plane = plane(new Caps().perAddress(1)); Clients clients = new Clients(plane)) {
            clients.connect("app", "ada");
            refused(() -> clients.connect("app", "bob"), "too many connections from address 127.0.0.1", "limits.clients-per-address");
        }
    }

    @Test
    void silentPeersKeepNobodyOut() throws Exception {
        try (DataPlane plane = plane(new Caps().halfOpen(10)); Clients clients = new Clients(plane)) {
            List<Stranger> silent = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                silent.add(new Stranger(plane.port()));
            }
            clients.connect("app", "ada");

            assertThat(plane.halfOpenLogins.present()).isLessThanOrEqualTo(10);
            String farewell = silent.getFirst().hearsToTheEnd();
            assertThat(Stranger.sqlState(farewell)).isEqualTo("53300");
            assertThat(farewell).contains("too many clients are logging in already").contains("limits.half-open-logins");
            for (Stranger each : silent) {
                each.close();
            }
            await().until(() -> plane.halfOpenLogins.present() == 0);
        }
    }

    @Test
    void aCrowdThatLogsInAtOnceIsServedInItsTurn() throws Exception {
        try (DataPlane plane = plane(new Caps().halfOpen(2));
                Clients clients = new Clients(plane);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> logins = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                logins.add(threads.submit(() -> clients.connect("app", "ada")));
            }
            for (Future<?> login : logins) {
                login.get();
            }
            assertThat(plane.clients.present()).isEqualTo(40);
            assertThat(plane.halfOpenLogins.view().peak().orElseThrow()).isLessThanOrEqualTo(2);
        }
    }

    private static long used(DataPlane plane, String limit) {
        return plane.clients.views().stream().filter(view -> view.name().equals(limit)).mapToLong(LimitView::used).sum();
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable connecting, String message, String key) {
        assertThatThrownBy(connecting).isInstanceOfSatisfying(PSQLException.class, thrown -> {
            ServerErrorMessage error = thrown.getServerErrorMessage();
            assertThat(error.getSQLState()).isEqualTo("53300");
            assertThat(error.getSeverity()).isEqualTo("FATAL");
            assertThat(error.getMessage()).contains(message);
            assertThat(error.getDetail()).contains(key);
            assertThat(error.getHint()).isNotEmpty();
        });
    }

    private static DataPlane plane(Caps caps) {
        return new DataPlane(server, server.port(), Authentication.SCRAM_SHA_256, caps.limits());
    }

    /** Limits that do not matter, but for those that are set. */
    private static final class Caps {

        private int inAll = 500;
        private int reserved;
        private int halfOpen = 500;
        private Optional<Integer> perDatabase = Optional.empty();
        private Optional<Integer> perRole = Optional.empty();
        private Optional<Integer> perAddress = Optional.empty();

        Caps inAll(int most) {
            inAll = most;
            return this;
        }

        Caps reserved(int places) {
            reserved = places;
            return this;
        }

        Caps halfOpen(int most) {
            halfOpen = most;
            return this;
        }

        Caps perDatabase(int most) {
            perDatabase = Optional.of(most);
            return this;
        }

        Caps perRole(int most) {
            perRole = Optional.of(most);
            return this;
        }

        Caps perAddress(int most) {
            perAddress = Optional.of(most);
            return this;
        }

        ClientLimits limits() {
            return new ClientLimits(inAll, reserved, 10, halfOpen, perDatabase, perRole, perAddress, Optional.<Duration>empty());
        }
    }

    /** Connections that stay open, oldest first; the password of each role is its name. */
    private record Clients(DataPlane plane, List<Connection> open) implements AutoCloseable {

        Clients(DataPlane plane) {
            this(plane, new ArrayList<>());
        }

        Void connect(String database, String role) throws SQLException {
            Connection connection = DriverManager.getConnection(plane.url(database), role, role);
            synchronized (open) {
                open.add(connection);
            }
            return null;
        }

        void closeFirst() throws SQLException {
            open.removeFirst().close();
        }

        @Override
        public void close() throws SQLException {
            for (Connection each : open) {
                each.close();
            }
        }
    }
}
