package io.segue.proxy.control.node;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.PostgresServer.StopMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Configuration outside of the data directory, which a base backup does not copy. */
class DebianLayoutIT {

    /** Moves the three files to a directory beside the data directory, as Debian has them in /etc/postgresql. */
    private static String moveConfiguration(PostgresServer server) throws Exception {
        Path etc = server.directory().resolve("etc with a blank");
        String script = "mkdir \"$2\" && cd \"$1\" && mv postgresql.conf pg_hba.conf pg_ident.conf \"$2\" && cd \"$2\" && "
                + "printf \"%s = '%s'\\n\" data_directory \"$1\" hba_file \"$2/pg_hba.conf\" ident_file \"$2/pg_ident.conf\""
                + " >> postgresql.conf";
        run(server, script, server.dataDirectory().toString(), etc.toString());
        return etc.resolve("postgresql.conf").toString();
    }

    private static void run(PostgresServer server, String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(server.asOwner(command)).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    private static RealNode moved(String name, PostgresServer server) throws Exception {
        return RealNode.of(
                server,
                RealNode.config(
                        name, server, Optional.of(moveConfiguration(server)), Optional.empty(), Optional.empty()));
    }

    private static PostgresServer stopped() {
        PostgresServer server = RealNode.started();
        server.stop(StopMode.FAST);
        return server;
    }

    @Test
    void startsAndStopsWithTheConfigurationThatIsNamed() throws Exception {
        try (RealNode a = moved("node_a", stopped())) {
            a.node().start(RealNode.LIMIT);
            assertThat(a.node().settings(List.of("config_file")).get("config_file")).contains("etc with a blank");
            a.node().alterSystem(Map.of("wal_retrieve_retry_interval", Optional.of("10ms")));
            a.node().askToStop();
            await().until(() -> a.node().controlData().shutDown());
        }
    }

    /** The port that the source altered comes along in postgresql.auto.conf, and is put right. */
    @Test
    void theCopyTakesTheTargetsOwnConfiguration() throws Exception {
        PostgresServer copied = stopped();
        PostgresServer target = PostgresServer.create();
        try (RealNode a = moved("node_a", copied);
                RealNode b = moved("node_b", target)) {
            a.node().start(RealNode.LIMIT);
            a.server().execute("GRANT ALTER SYSTEM ON PARAMETER port TO segue");
            a.node().alterSystem(Map.of("port", Optional.of(String.valueOf(copied.port()))));
            run(target, "rm -rf \"$1\"", target.dataDirectory().toString());

            b.followed(a);

            assertThat(b.node().inRecovery()).isTrue();
            assertThat(b.node().settings(List.of("config_file")).get("config_file")).startsWith(target.directory().toString());
            Lsn probe = a.node().writeProbe(RealNode.LIMIT);
            await()
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> b.node().replayed().compareTo(probe) >= 0);
        }
    }

    @Test
    void saysThatACopyHasNoConfiguration() throws Exception {
        try (RealNode a = moved("node_a", stopped());
                RealNode b = RealNode.unborn("node_b")) {
            a.node().start(RealNode.LIMIT);
            a.node().createSlot("segue_b");
            assertThatThrownBy(() -> b.node().baseBackup(a.node(), "segue_b", progress -> {}))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("node_b: cannot read the copied configuration")
                    .hasMessageContaining("postgresql.conf");
            assertThat(b.node().fenced()).isTrue();
        }
    }

    @Test
    void refusesACopyThatWouldServeAnotherDirectory() throws Exception {
        try (RealNode a = RealNode.of("node_a", stopped());
                RealNode b = RealNode.unborn("node_b")) {
            a.server().configure("data_directory = '" + a.server().dataDirectory() + "'");
            a.node().start(RealNode.LIMIT);
            a.node().createSlot("segue_b");
            assertThatThrownBy(() -> b.node().baseBackup(a.node(), "segue_b", progress -> {}))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("data_directory is " + a.server().dataDirectory() + " there");
            assertThat(b.node().fenced()).isTrue();
        }
    }
}
