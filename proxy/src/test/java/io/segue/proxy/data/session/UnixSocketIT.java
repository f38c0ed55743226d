package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.SegueConfig.Listener;
import io.segue.proxy.data.net.UnixSocket;
import io.segue.proxy.testing.Ports;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.watch.SessionView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients and a real server that meet Segue at Unix-domain sockets. */
class UnixSocketIT {

    private static final int SOME_PORT = 6432;

    @TempDir
    private Path directory;

    private PostgresServer server;
    private DataPlane plane;

    @BeforeEach
    void start() {
        server = PostgresServer.create();
        String serverDirectory = server.directory().toString();
        server.configure("unix_socket_directories = '" + serverDirectory + "'").authenticate("local all all scram-sha-256").start();
        plane = new DataPlane(
                server, server.port(), DataPlane.CLIENT_LIMITS, Optional.empty(), _ -> Map.of(), Optional.of(serverDirectory),
                new Listener(directory.toString(), Ports.free(), Authentication.SCRAM_SHA_256, Optional.empty()));
    }

    @AfterEach
    void stop() {
        plane.close();
        server.close();
    }

    @Test
    void psqlAndPgbenchComeThroughOneSocketAndGoOnThroughAnother() throws Exception {
        String connection = run(List.of("psql", "-X", "-A", "-t", "-c",
                "SELECT client_addr IS NULL AND client_port = -1 FROM pg_stat_activity WHERE pid = pg_backend_pid()", "postgres"));
        assertThat(connection).isEqualTo("t\n");

        run(List.of("pgbench", "-i", "-q", "postgres"));
        assertThat(run(List.of("pgbench", "-n", "-M", "prepared", "-c", "8", "-t", "50", "postgres")))
                .contains("number of transactions actually processed: 400/400");
    }

    @Test
    void aClientIsCalledLocalAndItsStatementCanBeCancelled() throws Exception {
        Process psql = process(List.of("psql", "-X", "-c", "SELECT pg_sleep(60)", "postgres"));
        await()
                .until(() -> plane.roster.sessions().stream().map(SessionView::state).toList().equals(List.of("active")));
        assertThat(plane.roster.sessions()).extracting(SessionView::address).containsExactly("[local]");

        new ProcessBuilder("kill", "-INT", Long.toString(psql.pid())).start().waitFor();

        assertThat(psql.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("canceling statement due to user request");
    }

    @Test
    void theSocketOfADeadProcessIsTakenOverAndThatOfALivingOneIsNot() throws Exception {
        Path lock = directory.resolve(".s.PGSQL." + SOME_PORT + ".lock");
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(lock, dead.pid() + "\n");
        Files.createFile(directory.resolve(".s.PGSQL." + SOME_PORT));

        UnixSocket claimed = UnixSocket.claim(directory.toString(), SOME_PORT);
        assertThat(lock).content().startsWith(Long.toString(ProcessHandle.current().pid()));
        claimed.close();
        assertThat(lock).doesNotExist();

        Files.writeString(lock, "1\n");
        assertThatThrownBy(() -> UnixSocket.claim(directory.toString(), SOME_PORT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("process 1 has the lock file");
        Files.delete(lock);
    }

    @Test
    void everybodyMayConnectAndNothingIsLeftBehind() throws Exception {
        Path socket = directory.resolve(".s.PGSQL." + plane.port());
        assertThat(Files.getPosixFilePermissions(socket)).isEqualTo(PosixFilePermissions.fromString("rwxrwxrwx"));
        plane.close();
        assertThat(directory).isEmptyDirectory();
        start();
    }

    private String run(List<String> command) throws Exception {
        Process process = process(command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private Process process(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of(
                "PGHOST", directory.toString(), "PGPORT", Integer.toString(plane.port()), "PGUSER", PostgresServer.SUPERUSER,
                "PGPASSWORD", PostgresServer.PASSWORD));
        return builder.start();
    }
}
