package io.segue.proxy.control.migration.preflight;

import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.preflight.Check.Verdict.OK;
import static io.segue.proxy.control.migration.preflight.Check.Verdict.REFUSE;
import static io.segue.proxy.control.migration.preflight.Check.Verdict.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.Hook;
import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.ModelServer;
import io.segue.proxy.control.migration.model.ModelSurveyor.MachineFacts;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.preflight.Check.Verdict;
import io.segue.proxy.control.migration.step.OwnBackends;
import io.segue.proxy.control.node.ForeignSession;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.control.node.survey.Activity.OpenTransaction;
import io.segue.proxy.control.node.survey.Activity.PreparedTransaction;
import io.segue.proxy.control.node.survey.Activity;
import io.segue.proxy.control.node.survey.DatabaseSurvey;
import io.segue.proxy.control.node.survey.Follow;
import io.segue.proxy.control.node.survey.Login;
import io.segue.proxy.control.node.survey.ServerSurvey.Archiver;
import io.segue.proxy.control.node.survey.ServerSurvey.Catalog;
import io.segue.proxy.control.node.survey.ServerSurvey.Slot;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import io.segue.proxy.route.Shard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every check of the catalogue: green on a sound pair, and red, with what to do, when the one thing is wrong that it is for. */
class CatalogueTest {

    private static final Login SHOP = new Login("app", "shop");

    @TempDir(factory = QuickDirectory.class)
    private Path directory;

    private final World world = new World();
    private final ModelFiles files = new ModelFiles();
    private Path stateDirectory;
    private ModelProxy proxy;

    /** What is done to the scene. */
    private interface Spoil {
        void apply(CatalogueTest scene) throws Exception;
    }

    /** One check and the fault that it finds. */
    private record Red(String check, Verdict verdict, String finding, Spoil spoil) {
        @Override
        public String toString() {
            return check + " " + finding;
        }
    }

    @BeforeEach
    void prepare() throws Exception {
        stateDirectory = Files.createDirectory(directory.resolve("state"));
        proxy = new ModelProxy(world, files, stateDirectory).owning(new OneClient()).start();
        proxy.expect(PREPARE, Result.DONE);
    }

    /** The proxy serves one role in one database. */
    private record OneClient() implements OwnBackends {
        @Override
        public Collection<Integer> on(Node node) {
            return List.of(4711);
        }

        @Override
        public List<Login> logins(Shard shard) {
            return List.of(SHOP);
        }
    }

    private static Red refuses(String check, String finding, Spoil spoil) {
        return new Red(check, REFUSE, finding, spoil);
    }

    private static Red warns(String check, String finding, Spoil spoil) {
        return new Red(check, WARN, finding, spoil);
    }

    private static Red setting(String name, String value, String finding) {
        return refuses(name.replace('_', '-'), finding, scene -> scene.b().settings().override(name, value));
    }

    private ModelServer a() {
        return world.a().server();
    }

    private ModelServer b() {
        return world.b().server();
    }

    private static Stream<Red> reds() {
        return Stream.of(ofServers(), ofSettings(), ofActivity(), ofLogins(), ofObjects(), ofMachine("source"), ofMachine("target"), ofBothMachines())
                .flatMap(each -> each);
    }

    private static Stream<Red> ofServers() {
        return Stream.of(
                refuses("source-answers", "node_a: cannot connect", scene -> scene.a().crash()),
                refuses("target-answers", "node_b: cannot connect", scene -> scene.b().crash()),
                refuses("traffic", "on node_b", scene -> scene.proxy.traffic().release(new Route(World.B, 9))),
                refuses("gate", "HOLDING by model", scene -> scene.proxy.traffic().hold("pause", Duration.ofSeconds(1))),
                refuses("source-primary", "in recovery", scene -> scene.a().appearing(recovering(true))),
                refuses("target-standby", "it takes writes", scene -> scene.b().appearing(recovering(false))),
                refuses("system-identifier", "and 42", scene -> scene.b().appearing(status -> new NodeStatus(
                        "42", status.versionNumber(), true, status.timeline(), status.position(), false, status.receiver()))),
                refuses("supported-version", "140022", scene -> scene.a().appearing(version(140_022))),
                refuses("major-version", "15 and 16", scene -> scene.b().appearing(version(160_004))),
                refuses("minor-version", "150018 and 150002", scene -> scene.b().appearing(version(150_002))),
                refuses("target-replay", "paused at", scene -> scene.b().ailments().pauseReplay()),
                refuses("target-receiver", "no walreceiver", scene -> scene.b().ailments().freeze()),
                refuses("target-receiver", "streaming through slot other", scene -> scene.b().appearing(receiving("other", 1))),
                refuses("target-timeline", "receives 2, the source writes 1", scene ->
                        scene.b().appearing(receiving("segue_main_node_b", 2))),
                refuses("target-history", "replayed to 100/0, the source has written to 0/", scene ->
                        scene.b().appearing(at(Lsn.parse("100/0")))),
                refuses("target-lag", "16 MB behind", scene -> scene.a().appearing(at(Lsn.parse("0/1000400")))),
                refuses("slot-active", "is not in use", scene -> scene.b().ailments().freeze()),
                refuses("slot-wal", "lost, keeps 30 MB", scene -> scene.a().survey().alsoHolding(
                        new Slot("segue_main_node_b", false, "", true, "lost", 30 << 20, false))),
                refuses("way-back-slot", "segue_main_node_a exists, in use", scene -> scene.b().survey().alsoHolding(
                        new Slot("segue_main_node_a", false, "", true, "reserved", 0, false))),
                refuses("target-slots-free", "0 of 0 replication slots", scene -> scene.b().settings().override("max_replication_slots", "0")),
                warns("target-slots-free", "max_wal_senders 1", scene -> scene.b().settings().override("max_wal_senders", "1")));
    }

    private static UnaryOperator<NodeStatus> recovering(boolean standby) {
        return status -> new NodeStatus(
                status.systemIdentifier(), status.versionNumber(), standby, status.timeline(), status.position(), false, status.receiver());
    }

    private static UnaryOperator<NodeStatus> version(int number) {
        return status -> new NodeStatus(
                status.systemIdentifier(), number, status.inRecovery(), status.timeline(), status.position(), false, status.receiver());
    }

    private static UnaryOperator<NodeStatus> at(Lsn position) {
        return status -> new NodeStatus(
                status.systemIdentifier(), status.versionNumber(), status.inRecovery(), status.timeline(), position, false, status.receiver());
    }

    private static UnaryOperator<NodeStatus> receiving(String slot, int timeline) {
        return status -> new NodeStatus(
                status.systemIdentifier(), status.versionNumber(), true, 1, status.position(), false,
                Optional.of(new NodeStatus.Receiver("streaming", slot, timeline)));
    }

    private static Stream<Red> ofSettings() {
        return Stream.of(
                setting("max_connections", "5", "10 and 5"),
                setting("max_worker_processes", "5", "10 and 5"),
                setting("max_wal_senders", "5", "10 and 5"),
                setting("max_prepared_transactions", "5", "10 and 5"),
                setting("max_locks_per_transaction", "5", "10 and 5"),
                setting("synchronous_standby_names", "b", "'b' on node_b"),
                setting("synchronized_standby_slots", "s", "'s' on node_b"),
                setting("recovery_min_apply_delay", "60", "'60' on node_b"),
                setting("default_transaction_read_only", "on", "'on' on node_b"),
                refuses("recovery-target", "recovery_target_time = 'now'", scene ->
                        scene.b().settings().override("recovery_target_time", "now")),
                refuses("wal-level", "logical and replica", scene -> scene.a().settings().override("wal_level", "logical")),
                warns("archive-settings", "archive_mode 'off' and 'on'", scene -> scene.b().settings().override("archive_mode", "on")),
                warns("restore-command", "'cp %f %p'", scene -> scene.b().settings().override("restore_command", "cp %f %p")),
                refuses("preload-libraries", "not on the target: pg_cron, timescaledb", scene ->
                        scene.a().settings().override("shared_preload_libraries", "timescaledb, \"pg_cron\"")),
                refuses("durability-settings", "fsync = off on node_b", scene -> scene.b().settings().override("fsync", "off")),
                refuses("ssl", "'on' and 'off'", scene -> scene.a().settings().override("ssl", "on")),
                warns("client-settings", "TimeZone 'Europe/Zurich' and ''", scene -> scene.a().settings().override("TimeZone", "Europe/Zurich")),
                warns("performance-settings", "shared_buffers '16384' and ''", scene -> scene.a().settings().override("shared_buffers", "16384")));
    }

    private static ForeignSession session(int pid, String kind, String application) {
        return new ForeignSession(pid, kind, "app", "shop", application, "10.0.0.7", "idle", false);
    }

    private static OpenTransaction transaction(int seconds) {
        return new OpenTransaction(99, "app", "shop", "idle in transaction", Duration.ofSeconds(seconds), 1, true);
    }

    private static Stream<Red> ofActivity() {
        return Stream.of(
                refuses("bypassing-clients", "1 on node_a: pid 815 app@shop from 10.0.0.7 (psql)", scene ->
                        scene.a().connect(session(815, "client backend", "psql"))),
                refuses("other-walsenders", "1 on node_a: pid 100", scene -> {
                    scene.a().connect(session(99, "walsender", "node_b"));
                    scene.a().connect(session(100, "walsender", "cdc"));
                }),
                refuses("base-backups", "1 under way", scene -> scene.a().survey().doing(
                        new Activity(List.of(), List.of(), List.of(), 3, 3, 1, List.of()))),
                warns("background-workers", "pg_cron scheduler", scene -> scene.a().survey().doing(
                        new Activity(List.of(), List.of(), List.of("pg_cron scheduler"), 3, 3, 0, List.of()))),
                warns("immovable-sessions", "pid 5 app@shop", scene -> scene.a().survey().doing(
                        new Activity(List.of(), List.of(), List.of(), 3, 3, 0, List.of("pid 5 app@shop ()")))),
                warns("source-transactions", "1 open, the oldest: pid 99 app@shop idle in transaction for 4000 ms", scene ->
                        scene.a().survey().doing(new Activity(List.of(transaction(4)), List.of(), List.of(), 3, 3, 0, List.of()))),
                warns("target-transactions", "1 open, the oldest: pid 99", scene ->
                        scene.b().survey().doing(new Activity(List.of(transaction(4)), List.of(), List.of(), 3, 3, 0, List.of()))),
                warns("prepared-transactions", "1 prepared transactions: two of app@shop, 70 s old", scene -> scene.a().survey().doing(
                        new Activity(List.of(), List.of(new PreparedTransaction("two", "app", "shop", Duration.ofSeconds(70))), List.of(), 3, 3, 0,
                                List.of()))),
                warns("predicted-pause", "250270 ms: drain 150, replay 0, stop 60, promotion 60, logins 250000 (looked 3 times", scene -> {
                    OpenTransaction endless = transaction(0);
                    scene.a().survey().doing(new Activity(List.of(endless), List.of(), List.of(), 3, 3, 0, List.of()));
                    scene.b().survey().denying(SHOP, "");
                    scene.b().survey().slowLogins(Duration.ofSeconds(5));
                    scene.proxy.traffic().sessions(300);
                }),
                warns("checkpoint-size", "8192 MB of WAL", scene -> scene.a().survey().walSinceCheckpoint(8L << 30)),
                refuses("archiver", "failing at 000000010000000000000007", scene -> {
                    scene.a().settings().override("archive_mode", "on");
                    scene.a().survey().archiving(new Archiver(true, "000000010000000000000007", 3));
                }),
                warns("archive-backlog", "70 files", scene -> scene.a().survey().archiving(new Archiver(false, "", 70))));
    }

    private static Stream<Red> ofLogins() {
        return Stream.of(
                refuses("source-role", "lacks EXECUTE on pg_promote", scene -> scene.a().survey().withoutRight("EXECUTE on pg_promote(bool,int4)")),
                refuses("target-role", "lacks REPLICATION, pg_checkpoint", scene -> scene.b().survey().withoutRight("REPLICATION", "pg_checkpoint")),
                refuses("login-rights", "app@shop: the role may not log in", scene -> scene.b().survey().denying(SHOP, "the role may not log in")),
                refuses("login-admitted", "app@shop: no pg_hba.conf entry", scene -> scene.b().survey().turningAway(SHOP, "no pg_hba.conf entry")),
                refuses("target-connections", "3 sessions, 2 of 7 connections free", scene -> scene.b().survey().doing(
                        new Activity(List.of(), List.of(), List.of(), 5, 5, 0, List.of()))),
                refuses("way-back-login", "no entry for replication", scene ->
                        scene.a().survey().following(new Follow(true, "no entry for replication"))),
                warns("way-back-login", "not tried", scene -> scene.a().survey().following(new Follow(false, ""))));
    }

    private static Stream<Red> ofObjects() {
        return Stream.of(
                warns("databases", "1 databases, 1 not looked into: shop: no right", scene ->
                        scene.b().survey().storing(DatabaseSurvey.closed("shop", "no right"))),
                refuses("unlogged-relations", "1 unlogged relations: public.cache in shop", scene -> scene.b().survey().storing(
                        new DatabaseSurvey("shop", List.of("public.cache"), List.of(), List.of(), List.of(), List.of(), ""))),
                refuses("logical-slots", "cdc (pgoutput in shop, not in use)", scene -> scene.a().survey().alsoHolding(
                        new Slot("cdc", true, "pgoutput in shop", false, "reserved", 0, false))),
                warns("subscriptions", "1 subscriptions: from_billing", scene -> scene.a().survey().cataloguing(
                        new Catalog(List.of(), 1, List.of("from_billing"), List.of()))),
                refuses("extensions", "postgis 3.3 in shop", scene -> scene.b().survey().storing(
                        new DatabaseSurvey("shop", List.of(), List.of(), List.of("postgis 3.3"), List.of(), List.of(), ""))),
                refuses("libraries", "1 libraries missing on node_b: $libdir/postgis-3", scene -> {
                    scene.b().survey().storing(new DatabaseSurvey(
                            "shop", List.of(), List.of(), List.of(), List.of("$libdir/postgis-3"), List.of(), ""));
                    scene.b().survey().missing("$libdir/postgis-3");
                }),
                refuses("database-collations", "shop: 2.31, here 2.36", scene -> scene.b().survey().cataloguing(
                        new Catalog(List.of("shop: 2.31, here 2.36"), 1, List.of(), List.of()))),
                refuses("collations", "de-x-icu: 1, here 2 in shop", scene -> scene.b().survey().storing(
                        new DatabaseSurvey("shop", List.of(), List.of(), List.of(), List.of(), List.of("de-x-icu: 1, here 2"), ""))),
                warns("transaction-age", "1900000000 transactions", scene -> scene.a().survey().cataloguing(
                        new Catalog(List.of(), 1_900_000_000, List.of(), List.of()))));
    }

    private static Stream<Red> ofMachine(String which) {
        MachineFacts sound = MachineFacts.SOUND;
        return Stream.of(
                refuses(which + "-agent", "the shell does not answer", scene -> scene.one(which).ailments().loseShell()),
                refuses(which + "-control-file", "shut down", scene -> scene.one(which).controlState("shut down")),
                machine(which, "directory", "not writable", new MachineFacts(sound.dataFree(), sound.walFree(), false, true, 0, List.of(), List.of(), "")),
                machine(which, "signals", "cannot signal", new MachineFacts(sound.dataFree(), sound.walFree(), true, false, 0, List.of(), List.of(), "")),
                machine(which, "programs", "missing: pg_ctl", new MachineFacts(
                        sound.dataFree(), sound.walFree(), true, true, 0, List.of("pg_ctl"), List.of(), "")),
                machine(which, "program-version", "programs 150019, server 150018", new MachineFacts(
                        sound.dataFree(), sound.walFree(), true, true, 1, List.of(), List.of(), "")),
                machine(which, "disk", "100 MB free", new MachineFacts(100 << 20, sound.walFree(), true, true, 0, List.of(), List.of(), "")),
                machine(which, "wal-disk", "100 MB free", new MachineFacts(sound.dataFree(), 100 << 20, true, true, 0, List.of(), List.of(), "")));
    }

    private static Red machine(String which, String check, String finding, MachineFacts facts) {
        return refuses(which + "-" + check, finding, scene -> scene.one(which).survey().onMachine(facts));
    }

    private ModelServer one(String which) {
        return which.equals("source") ? a() : b();
    }

    private static Stream<Red> ofBothMachines() {
        long room = MachineFacts.SOUND.dataFree();
        return Stream.of(
                refuses("source-fence", "standby.signal is there already", scene -> scene.world.a().fence()),
                refuses("target-signal-file", "no standby.signal", scene -> scene.world.b().unfence()),
                warns("slot-retention", "10240 MB of WAL kept", scene -> {
                    scene.a().survey().alsoHolding(new Slot("forgotten", false, "", false, "extended", 10L << 30, false));
                    scene.a().survey().onMachine(new MachineFacts(room, 15L << 30, true, true, 0, List.of(), List.of(), ""));
                }),
                warns("service-manager", "postgresql@15-main.service runs node_a", scene -> scene.a().survey().onMachine(
                        new MachineFacts(room, room, true, true, 0, List.of(), List.of(), "postgresql@15-main.service"))),
                refuses("other-managers", "patroni.dynamic.json on node_a", scene -> scene.a().survey().onMachine(
                        new MachineFacts(room, room, true, true, 0, List.of(), List.of("patroni.dynamic.json"), ""))),
                refuses("other-managers", "role repmgr", scene -> scene.a().survey().cataloguing(
                        new Catalog(List.of(), 1, List.of(), List.of("repmgr")))),
                warns("source-mapped-memory", "8192 MB of shared memory", scene -> scene.a().survey().mapping(8L << 30)),
                warns("stop-time", "1800 processes of clients, whose ends take some 2700 ms of 2 processors", scene -> scene.a().survey().doing(
                        new Activity(List.of(), List.of(), List.of(), 3_000, 1_800, 0, List.of()))),
                warns("clocks", "5000 ms apart", scene -> scene.b().survey().clockAhead(Duration.ofSeconds(5))),
                refuses("state-directory", "0 bytes free", scene -> scene.removeStateDirectory()),
                refuses("hooks", "no executable file: before-hold /nowhere/before-hold", scene -> scene.restart(new ModelProxy(
                        scene.world, scene.files, scene.stateDirectory)
                        .hooked(Map.of(Hook.BEFORE_HOLD, Path.of("/nowhere/before-hold")), Duration.ofSeconds(1)))));
    }

    private void restart(ModelProxy next) throws Exception {
        proxy = next.owning(new OneClient()).start();
    }

    private void removeStateDirectory() throws Exception {
        try (Stream<Path> files = Files.walk(stateDirectory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void everythingIsGreenOnASoundPair() throws Exception {
        PreflightReport report = proxy.precheck();

        assertThat(report.checks()).allSatisfy(check -> assertThat(check.verdict()).as("%s", check).isEqualTo(OK));
        assertThat(report.checks()).extracting(Check::name).containsExactlyElementsOf(Catalogue.MOVE.stream().map(Rule::name).toList());
        assertThat(report.checks()).hasSizeGreaterThan(40).extracting(Check::name).doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
    }

    @ParameterizedTest
    @MethodSource("reds")
    void isRed(Red red) throws Exception {
        red.spoil().apply(this);
        String footprint = world.footprint();

        PreflightReport report = proxy.precheck();

        Check check = report.checks().stream().filter(it -> it.name().equals(red.check())).findFirst().orElseThrow();
        assertThat(check.verdict()).as("%s", check).isEqualTo(red.verdict());
        assertThat(check.finding()).contains(red.finding());
        assertThat(check.advice()).isNotEmpty();
        assertThat(report.passed()).isEqualTo(report.refusals().isEmpty());
        assertThat(world.footprint()).isEqualTo(footprint);
    }

    @Test
    void noCheckIsWithoutItsRedCase() {
        Set<String> shown = reds().map(Red::check).collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).containsExactlyElementsOf(Catalogue.MOVE.stream().map(Rule::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whatCannotBeAskedIsSaidOnceAndCounted() throws Exception {
        b().ailments().unreachable(true);

        PreflightReport report = proxy.precheck();

        assertThat(report.refusals()).extracting(Check::name).contains("target-answers", "target-agent", "answers");
        assertThat(report.checks()).extracting(Check::name).contains("source-disk").doesNotContain("target-disk", "target-replay");
        assertThat(report.checks().getLast().finding()).matches("\\d+ checks could not be made; target-\\w+, .* and \\d+ more: node_b.*");
    }

    /** It looks at a machine with thousands of processes first, which takes longer than a question in the window may. */
    @Test
    void theControlFileIsWaitedForBehindALongLookAtTheMachine() throws Exception {
        b().ailments().keepShellBusy(Duration.ofMillis(1_500));

        assertThat(proxy.precheck().refusals()).isEmpty();
    }

    /** No other rule asks this question, so nobody else says why it has no answer. */
    @Test
    void whatOnlyOneQuestionDoesNotAnswerIsSaidWithItsReason() throws Exception {
        b().survey().silentOnLoginRights("node_b: cannot look at its roles: no answer within 1000 ms.");

        PreflightReport report = proxy.precheck();

        assertThat(report.refusals()).extracting(Check::name).containsExactly("answers");
        assertThat(report.refusals().getFirst().finding())
                .isEqualTo("1 check could not be made; login-rights: node_b: cannot look at its roles: no answer within 1000 ms.");
    }
}
