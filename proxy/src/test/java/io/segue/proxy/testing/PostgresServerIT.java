package io.segue.proxy.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.testing.PostgresServer.StopMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The fixture itself, because every other test with a real server stands on it. */
class PostgresServerIT {

    @Test
    void startsStopsAndStartsAgain() {
        try (PostgresServer server = PostgresServer.create().start()) {
            server.execute("CREATE TABLE t (i int); INSERT INTO t VALUES (7)");
            server.restart();

            assertThat(server.psql("-c", "SELECT i FROM t")).isEqualTo("7");
            assertThat(server.running()).isTrue();
        }
    }

    @Test
    void comesBackAfterAKill() {
        try (PostgresServer server = PostgresServer.create().start()) {
            server.execute("CREATE TABLE t (i int); CHECKPOINT; INSERT INTO t VALUES (7)");
            server.kill9();
            assertThat(server.running()).isFalse();
            server.start();

            assertThat(server.psql("-c", "SELECT i FROM t")).isEqualTo("7");
            assertThat(server.log()).contains("database system was not properly shut down");
        }
    }

    @Test
    void leavesNeitherProcessNorDirectory() {
        Path directory;
        ProcessHandle postmaster;
        try (PostgresServer server = PostgresServer.create().start()) {
            directory = server.directory();
            postmaster = ProcessHandle.of(server.postmasterPid()).orElseThrow();
        }
        assertThat(directory).doesNotExist();
        assertThat(Files.exists(Path.of("/proc", String.valueOf(postmaster.pid()), "cwd"))).isFalse();
    }

    @Test
    void onlyFreshOnesDifferInTheirSystemIdentifier() {
        String identifier = "SELECT system_identifier FROM pg_control_system()";
        try (PostgresServer one = PostgresServer.create().start();
                PostgresServer copy = PostgresServer.create().start();
                PostgresServer fresh = PostgresServer.createFresh().start()) {
            assertThat(copy.psql("-c", identifier)).isEqualTo(one.psql("-c", identifier));
            assertThat(fresh.psql("-c", identifier)).isNotEqualTo(one.psql("-c", identifier));
        }
    }

    @Test
    void anUnbornOneHasOnlyAPlace() {
        try (PostgresServer server = PostgresServer.unborn()) {
            assertThat(server.directory()).isDirectory();
            assertThat(server.dataDirectory()).doesNotExist();
            assertThat(server.running()).isFalse();
        }
    }

    @Test
    void saysWhyAServerDoesNotStart() {
        try (PostgresServer server = PostgresServer.create().configure("shared_buffers = 'much'")) {
            assertThatThrownBy(server::start).hasMessageContaining("invalid value for parameter \"shared_buffers\"");
        }
    }

    @Test
    void asksForPasswords() {
        try (PostgresServer server = PostgresServer.create().start()) {
            server.stop(StopMode.FAST);
            server.start();
            assertThatThrownBy(() -> server.connect("postgres", "wrong", "postgres").close())
                    .hasMessageContaining("password authentication failed");
        }
    }
}
