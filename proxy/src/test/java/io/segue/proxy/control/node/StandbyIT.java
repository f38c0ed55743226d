package io.segue.proxy.control.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.segue.proxy.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Two real servers: a primary, and a copy of it that follows. */
class StandbyIT {

    private static void await(Callable<Boolean> condition) {
        Patience.await().pollInterval(Duration.ofMillis(2)).until(condition);
    }

    private static boolean streams(PostgresNode standby) throws NodeException {
        return standby.status().receiver().map(NodeStatus.Receiver::status).filter("streaming"::equals).isPresent();
    }

    @Test
    void aBaseBackupBecomesAStandbyThatStreams() throws Exception {
        try (RealNode a = RealNode.primary("node_a");
                RealNode b = RealNode.unborn("node_b")) {
            a.server().execute("CREATE TABLE t AS SELECT i, repeat('x', 1000) AS x FROM generate_series(1, 150000) AS i");
            assertThat(b.node().dataDirectory()).isEqualTo(new DataDirectory.Absent());
            assertThat(b.node().freeBytes()).isPositive();

            a.node().createSlot("segue_b");
            List<BackupProgress> progress = new ArrayList<>();
            b.node().baseBackup(a.node(), "segue_b", progress::add);

            assertThat(progress).isNotEmpty().allMatch(step -> step.doneBytes() <= step.totalBytes());
            assertThat(progress.getLast().doneBytes()).isEqualTo(progress.getLast().totalBytes());
            assertThat(progress.getLast().totalBytes()).isGreaterThan(150_000_000);
            assertThat(b.node().dataDirectory()).isInstanceOf(DataDirectory.Cluster.class);
            assertThat(b.node().fenced()).isTrue();
            assertThat(b.node().running()).isFalse();
            assertThat(b.server().dataDirectory().resolve("postgresql.auto.conf")).content().doesNotContain("secret");

            b.node().start(RealNode.LIMIT);
            await(() -> streams(b.node()));

            NodeStatus status = b.node().status();
            assertThat(status.systemIdentifier()).isEqualTo(a.node().status().systemIdentifier());
            assertThat(status.inRecovery()).isTrue();
            assertThat(status.timeline()).isEqualTo(1);
            assertThat(status.replayPaused()).isFalse();
            assertThat(status.receiver()).contains(new NodeStatus.Receiver("streaming", "segue_b", 1));
            assertThat(a.node().slot("segue_b")).get().matches(SlotStatus::active);
            assertThat(b.node().settings(List.of("primary_conninfo", "primary_slot_name", "port")))
                    .containsEntry("primary_conninfo", a.node().connectionInfoFor(b.node().node()))
                    .containsEntry("primary_slot_name", "segue_b")
                    .containsEntry("port", String.valueOf(b.server().port()));

            Lsn probe = a.node().writeProbe(RealNode.LIMIT);
            await(() -> b.node().replayed().compareTo(probe) >= 0);
            assertThat(a.node().foreignSessions(List.of()))
                    .extracting(ForeignSession::kind, ForeignSession::application)
                    .containsExactly(tuple("walsender", "node_b"));
        }
    }

    @Test
    void whatAStandbyRefusesIsSaid() throws Exception {
        try (RealNode a = RealNode.primary("node_a");
                RealNode b = RealNode.unborn("node_b").followed(a)) {
            assertThatThrownBy(() -> b.node().writeProbe(RealNode.LIMIT))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("node_b: cannot commit a write")
                    .hasMessageContaining("during recovery");

            b.node().alterSystem(Map.of("max_standby_streaming_delay", Optional.of("100ms")));
            assertThat(b.node().settings(List.of("max_standby_streaming_delay"))).containsValue("100");
            b.node().createSlot("way_back");
            assertThat(b.node().slot("way_back")).map(SlotStatus::walStatus).contains("reserved");
            b.server().execute("SELECT pg_wal_replay_pause()");
            await(() -> b.node().status().replayPaused());

            await(() -> a.node().slot("node_b").orElseThrow().active());
            a.node().dropSlot("node_b");
            assertThat(a.node().slot("node_b")).isEmpty();
        }
    }

    /** The order of a move, both ways, without a proxy: nothing is lost, and nothing has to be rewound. */
    @Test
    void theServersChangeTheirRolesAndChangeThemBack() throws Exception {
        try (RealNode a = RealNode.primary("node_a");
                RealNode b = RealNode.unborn("node_b").followed(a)) {
            a.node().open();
            b.node().open();
            a.server().execute("CREATE TABLE t (i int)");

            changeRoles(a, b, 1);
            changeRoles(b, a, 2);
            changeRoles(a, b, 3);

            assertThat(b.server().psql("-c", "SELECT string_agg(i::text, ',' ORDER BY i) FROM t")).isEqualTo("1,2,3");
        }
    }

    private static void changeRoles(RealNode from, RealNode to, int row) throws Exception {
        String slot = "to_" + from.node().node();
        from.server().execute("INSERT INTO t VALUES (" + row + ")");
        to.node().createSlot(slot);
        to.node().alterSystem(Map.of("wal_retrieve_retry_interval", Optional.of("10ms")));
        from.node()
                .alterSystem(Map.of(
                        "primary_conninfo", Optional.of(to.node().connectionInfoFor(from.node().node())),
                        "primary_slot_name", Optional.of(slot)));
        from.node().fence();
        assertThat(from.node().fenced()).isTrue();
        await(() -> streams(to.node()));

        from.node().askToStop();
        await(() -> from.node().controlData().shutDown());
        ControlData end = from.node().controlData();
        await(() -> to.node().replayed().compareTo(end.checkpoint()) > 0);
        to.node().askToPromote();
        await(() -> !to.node().inRecovery());
        assertThat(to.node().status().timeline()).isEqualTo(end.timeline() + 1);
        Lsn marker = to.node().writeProbe(RealNode.LIMIT);

        await(() -> !from.node().running());
        from.node().start(RealNode.LIMIT);
        assertThat(from.node().inRecovery()).isTrue();
        await(() -> from.node().replayed().compareTo(marker) >= 0);
        await(() -> to.node().slot(slot).orElseThrow().active());
        assertThat(from.node().status().receiver()).map(NodeStatus.Receiver::timeline).contains(end.timeline() + 1);
    }

    @Test
    void aFencedPrimaryComesUpReadOnlyAndAnUnfencedOneAsBefore() throws Exception {
        try (RealNode a = RealNode.primary("node_a")) {
            a.node().fence();
            a.node().fence();
            assertThat(a.node().writeProbe(RealNode.LIMIT)).isNotNull();

            a.server().kill9();
            a.node().start(RealNode.LIMIT);
            assertThat(a.node().inRecovery()).isTrue();

            a.node().unfence();
            a.node().unfence();
            assertThat(a.node().fenced()).isFalse();
            a.node().askToStop();
            await(() -> !a.node().running());
            assertThat(a.node().controlData().state()).isEqualTo("shut down in recovery");
            a.node().start(RealNode.LIMIT);
            assertThat(a.node().inRecovery()).isFalse();
            assertThat(a.node().status().timeline()).isEqualTo(1);
        }
    }

    @Test
    void aDirectoryThatIsNotEmptyIsLeftAlone() throws Exception {
        try (RealNode a = RealNode.primary("node_a");
                RealNode b = RealNode.unborn("node_b")) {
            a.node().createSlot("segue_b");
            Path directory = b.server().dataDirectory();
            makeDirectory(b, directory);
            assertThat(b.node().dataDirectory()).isEqualTo(new DataDirectory.Empty());

            Files.writeString(directory.resolve("precious"), "data");
            assertThat(b.node().dataDirectory()).isEqualTo(new DataDirectory.SomethingElse("precious"));
            assertThatThrownBy(() -> b.node().baseBackup(a.node(), "segue_b", progress -> {}))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("node_b: cannot take a base backup")
                    .hasMessageContaining("precious")
                    .hasMessageContaining("rm -rf -- '" + directory + "'");
            assertThat(directory.resolve("precious")).hasContent("data");

            assertThatThrownBy(() -> a.node().baseBackup(a.node(), "segue_b", progress -> {}))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("a cluster stands in it, with the system identifier "
                            + a.node().status().systemIdentifier());
        }
    }

    /** As the owner of the servers, who is not always the one that runs the tests. */
    private static void makeDirectory(RealNode node, Path directory) throws Exception {
        Process mkdir = new ProcessBuilder(node.server().asOwner(List.of("mkdir", "-m", "700", directory.toString()))).start();
        assertThat(mkdir.waitFor()).isZero();
    }

    @Test
    void aBackupThatFailsSaysWhyAndLeavesNothing() throws Exception {
        try (RealNode a = RealNode.primary("node_a");
                RealNode b = RealNode.unborn("node_b")) {
            assertThatThrownBy(() -> b.node().baseBackup(a.node(), "no_such_slot", progress -> {}))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("node_b: cannot take a base backup of node_a")
                    .hasMessageContaining("replication slot \"no_such_slot\" does not exist")
                    .hasMessageNotContaining("secret");
            assertThat(b.node().dataDirectory()).isEqualTo(new DataDirectory.Absent());
        }
    }

    /** With the checkpointer stopped, the backup waits for its checkpoint for as long as we like. */
    @Test
    void aBackupThatIsInterruptedIsEnded() throws Exception {
        try (RealNode a = RealNode.primary("node_a");
                RealNode b = RealNode.unborn("node_b")) {
            a.node().createSlot("segue_b");
            String checkpointer = a.server().psql("-c", "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
            signal("STOP", checkpointer);
            try {
                List<NodeException> failures = new ArrayList<>();
                Thread backup = Thread.ofVirtual().start(() -> {
                    try {
                        b.node().baseBackup(a.node(), "segue_b", progress -> {});
                    } catch (NodeException e) {
                        failures.add(e);
                    }
                });
                await(() -> backups(a).equals("1") && !copying(b.server().dataDirectory()).isEmpty());
                backup.interrupt();
                backup.join();

                assertThat(failures).singleElement().asString().contains("it was interrupted");
                await(() -> copying(b.server().dataDirectory()).isEmpty());
            } finally {
                signal("CONT", checkpointer);
            }
            await(() -> backups(a).equals("0"));
        }
    }

    private static String backups(RealNode source) {
        return source.server().psql("-c", "SELECT count(*) FROM pg_stat_progress_basebackup");
    }

    private static List<ProcessHandle> copying(Path target) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().arguments().map(List::of).orElse(List.of()).contains(target.toString()))
                .toList();
    }

    private static void signal(String name, String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }
}
