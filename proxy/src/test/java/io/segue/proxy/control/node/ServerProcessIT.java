package io.segue.proxy.control.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.testing.Patience;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.PostgresServer.StopMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Starting, stopping and finding a real server through the shell. */
class ServerProcessIT {

    private static void await(Callable<Boolean> condition) {
        Patience.await().pollInterval(Duration.ofMillis(2)).until(condition);
    }

    @Test
    void stopsAndStartsAndMayBeToldTwice() throws Exception {
        try (RealNode a = RealNode.primary("node_a")) {
            assertThat(a.node().running()).isTrue();
            a.node().start(RealNode.LIMIT);

            a.node().askToStop();
            await(() -> a.node().controlData().shutDown());
            await(() -> !a.node().running());
            a.node().askToStop();
            a.node().kill();
            assertThatThrownBy(a.node()::status).isInstanceOf(NodeException.class);

            a.node().start(RealNode.LIMIT);
            a.node().start(RealNode.LIMIT);
            assertThat(a.node().running()).isTrue();
            assertThat(a.node().inRecovery()).isFalse();
        }
    }

    @Test
    void stopsBehindTheFenceOnly() throws Exception {
        try (RealNode a = RealNode.primary("node_a")) {
            assertThatThrownBy(() -> a.node().askToStopFenced(RealNode.LIMIT)).isInstanceOf(NodeException.class).hasMessageContaining("there is no standby.signal");
            assertThat(a.node().inRecovery()).isFalse();

            a.node().fence();
            a.node().askToStopFenced(RealNode.LIMIT);
            await(() -> a.node().controlData().shutDown());
            await(() -> !a.node().running());
            assertThatThrownBy(() -> a.node().askToStopFenced(RealNode.LIMIT)).isInstanceOf(NodeException.class).hasMessageContaining("no server runs in");
        }
    }

    @Test
    void knowsTheServerOfItsDirectoryFromAnother() throws Exception {
        try (RealNode a = RealNode.primary("node_a");
                RealNode b = RealNode.primary("node_b");
                PostgresNode astray = new PostgresNode(astray(a.server(), b.server()), RealNode.ROLE, RealNode.LIMITS)) {
            assertThat(a.node().isServerOfDirectory()).isTrue();
            assertThat(astray.isServerOfDirectory()).isFalse();
            assertThat(b.node().isServerOfDirectory()).isTrue();
        }
    }

    /** Talks to one server and works on the directory of another. */
    private static NodeConfig astray(PostgresServer server, PostgresServer other) {
        return new NodeConfig(
                "node_a", server.host(), server.port(), other.dataDirectory().toString(), Optional.empty(), other.binaries().toString(),
                other.shellCommand(), Optional.empty(), Optional.empty());
    }

    @Test
    void killEndsAServerThatHangs() throws Exception {
        try (RealNode a = RealNode.primary("node_a")) {
            a.node().kill();
            await(() -> !a.node().running());
            assertThat(a.node().controlData().shutDown()).isFalse();
        }
    }

    @Test
    void isNotTakenInByALeftoverPidFile() throws Exception {
        try (RealNode a = RealNode.primary("node_a")) {
            a.server().kill9();
            Path pidFile = a.server().dataDirectory().resolve("postmaster.pid");
            assertThat(pidFile).exists();
            assertThat(a.node().running()).isFalse();

            // The number is somebody else's now: a shell's of the same account.
            Process somebody = new ProcessBuilder(a.server().asOwner(List.of("sh", "-c", "echo $$; read -r wait"))).start();
            try {
                String number = somebody.inputReader().readLine();
                List<String> lines = Files.readAllLines(pidFile);
                lines.set(0, number);
                Files.write(pidFile, lines);
                assertThat(a.node().running()).isFalse();
                a.node().askToStop();
                assertThat(ProcessHandle.of(Long.parseLong(number))).get().matches(ProcessHandle::isAlive);
            } finally {
                somebody.getOutputStream().close();
                assertThat(somebody.waitFor()).isNotNegative();
            }
            a.node().start(RealNode.LIMIT);
            assertThat(a.node().running()).isTrue();
        }
    }

    /** Else the shell could not be closed, nor the connection that carries it. */
    @Test
    void aServerItStartedHoldsNoneOfTheShellsStreams() throws Exception {
        try (RealNode a = RealNode.primary("node_a")) {
            a.server().stop(StopMode.FAST);
            a.node().start(RealNode.LIMIT);
            assertThat(streams(a.server().postmasterPid())).noneMatch(target -> target.startsWith("pipe:"));
        }
    }

    private static List<String> streams(long pid) throws Exception {
        return List.of(link(pid, 0), link(pid, 1), link(pid, 2));
    }

    private static String link(long pid, int descriptor) throws Exception {
        return Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + descriptor)).toString();
    }

    @Test
    void saysWhatTheServerSaidWhenItDoesNotStart() throws Exception {
        try (RealNode a = RealNode.primary("node_a")) {
            a.server().stop(StopMode.FAST);
            a.server().configure("max_connections = lots");
            assertThatThrownBy(() -> a.node().start(RealNode.LIMIT))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("node_a: cannot start the server")
                    .hasMessageContaining("invalid value for parameter \"max_connections\": \"lots\"");
            assertThat(a.node().running()).isFalse();
        }
    }

    @Test
    void usesTheConfiguredCommands() throws Exception {
        PostgresServer server = RealNode.started();
        String control = "'" + server.binaries() + "/pg_ctl' -D '" + server.dataDirectory() + "'";
        Path trace = server.directory().resolve("trace");
        Optional<String> start = Optional.of("echo start >> " + trace + "\n" + control + " start -W -l '" + server.logFile() + "'");
        Optional<String> stop = Optional.of("echo stop >> " + trace + "; " + control + " stop -m fast; sleep 20");
        try (RealNode a = RealNode.of(server, RealNode.config("node_a", server, Optional.empty(), start, stop))) {
            long began = System.nanoTime();
            a.node().askToStop();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            await(() -> a.node().controlData().shutDown());
            await(() -> !a.node().running());
            a.node().start(RealNode.LIMIT);

            assertThat(a.node().inRecovery()).isFalse();
            assertThat(trace).hasContent("stop\nstart");
            assertThat(streams(server.postmasterPid())).noneMatch(target -> target.startsWith("pipe:"));
        }
    }

    @Test
    void saysWhatAConfiguredCommandSaid() {
        try (PostgresServer server = PostgresServer.create();
                RealNode a = RealNode.of(
                        server,
                        RealNode.config(
                                "node_a",
                                server,
                                Optional.empty(),
                                Optional.of("echo not allowed to do that; exit 5"),
                                Optional.empty()))) {
            assertThatThrownBy(() -> a.node().start(RealNode.LIMIT))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("node_a: cannot start the server: it ended with exit code 5 and said: not allowed to do that");
        }
    }

    @Test
    void aDataDirectoryThatIsNotThereIsSaid() {
        try (RealNode b = RealNode.unborn("node_b")) {
            assertThatThrownBy(b.node()::running).isInstanceOf(NodeException.class).hasMessageContaining("node_b: cannot look for");
            assertThatThrownBy(b.node()::controlData)
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("node_b: cannot read the control file");
            assertThatThrownBy(b.node()::fence).isInstanceOf(NodeException.class).hasMessageContaining("no cluster in");
            assertThatThrownBy(b.node()::fenced).isInstanceOf(NodeException.class).hasMessageContaining("standby.signal");
        }
    }
}
