package io.segue.proxy.control.console;

import io.segue.proxy.config.ClientLimits;
import io.segue.proxy.config.Limits;
import io.segue.proxy.config.hba.AddressPattern;
import io.segue.proxy.config.hba.CertificateCheck;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.config.hba.LoginMethod;
import io.segue.proxy.config.hba.NamePattern;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.route.ShardMap;
import io.segue.proxy.watch.Flow;
import io.segue.proxy.watch.Flows;
import io.segue.proxy.watch.LimitView;
import io.segue.proxy.watch.PoolViews;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.SessionLuggage;
import io.segue.proxy.watch.SessionView;
import io.segue.proxy.watch.SocketView;
import io.segue.proxy.watch.transcript.TranscriptLog;
import io.segue.proxy.watch.transcript.Transcripts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One shard, {@code orders}, on {@code node_a} with a standby {@code node_b}, and everything around it as a fake. */
public final class TestSubjects {

    private static final Node NODE_A = new Node("node_a", new Address("10.0.0.1", 5432));
    private static final Node NODE_B = new Node("node_b", new Address("10.0.0.2", 5432));

    private final FakeMigrations migrations = new FakeMigrations();
    private final FakeTraffic traffic = new FakeTraffic(NODE_A);
    private final Transcripts transcripts = new Transcripts(new TranscriptLog(Path.of("target/state-of-console-tests").toAbsolutePath()), Clock.systemUTC());
    private NodeInspector nodes = TestSubjects::status;
    private Optional<String> refusedPrimary = Optional.empty();

    public FakeMigrations migrations() {
        return migrations;
    }

    public FakeTraffic traffic() {
        return traffic;
    }

    TestSubjects asking(NodeInspector inspector) {
        nodes = inspector;
        return this;
    }

    void refusePrimary(String why) {
        refusedPrimary = Optional.of(why);
    }

    /** The console on these subjects. */
    public AdminConsole console() {
        Roster roster = new Roster();
        roster.enter(1, () -> new SessionView(
                1, "queries", "app", "shop", "orders", "psql", "scram-sha-256", "10.1.1.1:5000", "idle", "node_a", 4711, "node_b", 4712, Optional.empty(),
                Instant.parse("2026-01-31T10:20:30Z"), 0, "dedicated", "TLSv1.3",
                new SessionLuggage(SessionLuggage.AtMove.REFUSES, "it holds an advisory lock", 120, 2),
                List.of(
                        new SocketView(new SocketView.End.Tcp("10.1.1.1", 5000), new SocketView.End.Tcp("10.0.0.9", 6432), Optional.empty(), "TLSv1.3", 300),
                        new SocketView(new SocketView.End.Tcp("10.0.0.1", 5432), new SocketView.End.Tcp("10.0.0.9", 40_000), Optional.of(4711), "", 0),
                        new SocketView(new SocketView.End.Local(), new SocketView.End.Local(), Optional.of(4712), "", 0))), () -> roster.leave(1));
        Flows flows = new Flows();
        flows.begin(1, "shop", () -> new Flow(100, 2_000, 30, 10));
        flows.begin(2, "shop", () -> new Flow(1, 1, 1, 1));
        flows.end(2);
        ConsoleSubjects subjects = new ConsoleSubjects(
                new ShardMap(List.of(new Shard("orders", List.of("shop", "billing"), List.of(NODE_A, NODE_B)))),
                _ -> traffic,
                _ -> Optional.empty(),
                _ -> refusedPrimary,
                migrations,
                roster,
                new PoolViews(),
                List.of(),
                transcripts,
                flows,
                node -> nodes.status(node),
                List.of(new HbaRule(
                        1, HbaRule.ConnectionType.HOSTSSL, List.of(new NamePattern.All()), List.of(new NamePattern.MemberOf("staff")),
                        AddressPattern.Network.parse("10.0.0.0/8"), new LoginMethod.Certificate(),
                        new CertificateCheck.Names(CertificateCheck.CertificateName.COMMON_NAME, Optional.of("people")))),
                () -> List.of(
                        new LimitView("clients", Optional.of(100L), 7, Optional.of(9L), Optional.of(2L), ""),
                        new LimitView("clients-per-database", Optional.empty(), 6, Optional.of(8L), Optional.of(0L), "shop"),
                        new LimitView("half-open-logins", Optional.of(50L), 3, Optional.of(4L), Optional.of(0L), "")),
                () -> List.of(new Setting("limits.hold", "3s", "3s", false)),
                limits());
        return new AdminConsole(subjects, "0.1.0", Thread.ofVirtual().factory());
    }

    /** Node A is the primary, node B its standby, 4096 bytes behind. */
    static NodeStatus status(Node node) {
        boolean standby = node.equals(NODE_B);
        return new NodeStatus("7", 150018, standby, 1, Lsn.parse(standby ? "0/3000000" : "0/3001000"), false, Optional.empty());
    }

    static NodeStatus statusOfPrimaryOnly(Node node) throws NodeException {
        if (node.equals(NODE_B)) {
            throw new NodeException("node_b: connection refused");
        }
        return status(node);
    }

    private static Limits limits() {
        Duration second = Duration.ofSeconds(1);
        return new Limits(
                new ClientLimits(100, 3, 10, 100, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Limits.Sessions(second, 64 * 1024, second),
                new Limits.Calls(second, second, second),
                new Limits.Window(Duration.ofSeconds(3), second, second, second, 5),
                new Limits.Line(1_000, 8),
                new Limits.Warm(second, 8, 100, 3, Optional.of(second)),
                new Limits.Standby(1024, second, 1L << 28, 1L << 25),
                new Limits.Hooks(second, second),
                second);
    }
}
