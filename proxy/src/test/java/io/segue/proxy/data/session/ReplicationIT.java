package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.watch.SessionView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL's own programs on replication connections: they work through Segue, hold up no move, and are told when one ends them. */
class ReplicationIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static PostgresServer serverA;
    private static PostgresServer serverB;

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();
    private DataPlane plane;

    @BeforeAll
    static void startServers() {
        serverA = PostgresServer.create().configure("wal_level = logical").start();
        serverB = PostgresServer.create().start();
        serverA.execute("CREATE TABLE told (what text)");
    }

    @AfterAll
    static void stopServers() {
        serverA.close();
        serverB.close();
    }

    @BeforeEach
    void startProxy() {
        plane = new DataPlane(serverA, serverB.port(), Authentication.SCRAM_SHA_256);
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        plane.close();
    }

    @Test
    void aBaseBackupPasses() throws Exception {
        Path backup = directory.resolve("backup");

        Process program = start("pg_basebackup", "-D", backup.toString(), "-X", "stream", "-c", "fast");

        assertThat(program.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).as(output()).isZero();
        Process verifier = start("pg_verifybackup", backup.toString());
        assertThat(verifier.waitFor()).as(output()).isZero();
    }

    @Test
    void physicalReplicationIsListedAndHoldsUpNothingAndIsToldOfTheMove() throws Exception {
        Process receiver = start("pg_receivewal", "-D", directory.toString(), "--no-loop", "-v");
        await().until(() -> kinds().contains("physical replication"));
        await().until(() -> walHasArrived());

        plane.gate.hold("test", LIMIT).toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(receiver.isAlive()).as("a hold that may be undone ends nobody").isTrue();
        plane.moveToB();

        assertThat(receiver.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output()).contains("terminating replication connection because the shard is being moved", "HINT:  Connect again");
        await().until(() -> plane.roster.sessions().isEmpty());
    }

    @Test
    void logicalReplicationPassesBothWaysAndIsToldOfTheMove() throws Exception {
        run("pg_recvlogical", "-d", "postgres", "--slot=told", "--create-slot", "--plugin=test_decoding");
        Process receiver = start("pg_recvlogical", "-d", "postgres", "--slot=told", "--start", "--no-loop", "-f", "-", "-s", "1", "-F", "0");
        await().until(() -> kinds().contains("logical replication"));

        serverA.execute("INSERT INTO told VALUES ('it was written')");

        await().until(() -> output().contains("it was written"));
        // The client confirms what it has: that is the other direction of CopyBoth.
        await().until(() -> serverA.psql(
                "-c", "SELECT confirmed_flush_lsn >= pg_current_wal_flush_lsn() FROM pg_replication_slots WHERE slot_name = 'told'").equals("t"));
        plane.gate.hold("test", LIMIT).toCompletableFuture().get(60, TimeUnit.SECONDS);
        plane.moveToB();
        assertThat(receiver.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output()).contains("terminating replication connection because the shard is being moved");
    }

    @Test
    void aReplicationConnectionRunsCommandsAndSql() throws Exception {
        String identity = run("psql", "-X", "-A", "-t", "dbname=postgres replication=database", "-c", "IDENTIFY_SYSTEM", "-c", "SELECT 40 + 2");

        assertThat(identity).contains(serverA.psql("-c", "SELECT system_identifier FROM pg_control_system()")).contains("42");
    }

    private List<String> kinds() {
        return plane.roster.sessions().stream().map(SessionView::kind).toList();
    }

    private boolean walHasArrived() throws IOException {
        try (var files = Files.list(directory)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(".partial"));
        }
    }

    private String run(String... command) throws Exception {
        Process process = start(command);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output()).isZero();
        return output();
    }

    private Process start(String... command) throws IOException {
        List<String> whole = new ArrayList<>(List.of(command));
        whole.set(0, serverA.binaries().resolve(command[0]).toString());
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("output").toFile()));
        builder.environment().putAll(Map.of(
                "PGHOST", "127.0.0.1",
                "PGPORT", Integer.toString(plane.port()),
                "PGUSER", PostgresServer.SUPERUSER,
                "PGPASSWORD", PostgresServer.PASSWORD));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
    }
}
