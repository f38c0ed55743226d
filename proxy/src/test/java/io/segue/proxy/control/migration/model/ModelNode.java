package io.segue.proxy.control.migration.model;

import io.segue.proxy.control.node.BackupProgress;
import io.segue.proxy.control.node.CatalogRoles;
import io.segue.proxy.control.node.ControlData;
import io.segue.proxy.control.node.DataDirectory;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.ForeignSession;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.control.node.SlotStatus;
import io.segue.proxy.control.node.survey.Surveyor;
import io.segue.proxy.control.node.survey.Verifier;
import io.segue.proxy.gate.ReadCatalog;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One node of the model, as the migration sees it. Every call passes the faults and settles the world. */
public final class ModelNode implements DatabaseNode {

    private final Node node;
    private final World world;
    private final ModelServer server;

    private ModelNode(Node node, World world, ModelServer server) {
        this.node = node;
        this.world = world;
        this.server = server;
    }

    static ModelNode primary(Node node, World world) {
        ModelNode primary = new ModelNode(node, world, new ModelServer(node.name(), world));
        primary.server.initialise();
        return primary;
    }

    static ModelNode empty(Node node, World world) {
        return new ModelNode(node, world, new ModelServer(node.name(), world));
    }

    /** What it is made of, for tests that set the scene. */
    public ModelServer server() {
        return server;
    }

    private interface Action<T> {
        T run() throws NodeException;
    }

    private <T> T call(String name, Action<T> action) throws NodeException {
        synchronized (world) {
            String call = node + "." + name;
            world.faults.before(call);
            world.settle();
            try {
                return action.run();
            } finally {
                world.settle();
                world.faults.after(call);
            }
        }
    }

    private <T> T sql(String name, Action<T> action) throws NodeException {
        return call(name, () -> {
            server.requireConnection();
            return action.run();
        });
    }

    private <T> T shell(String name, Action<T> action) throws NodeException {
        return call(name, () -> {
            server.requireShell();
            return action.run();
        });
    }

    private static final Object NOTHING = new Object();

    @Override
    public Node node() {
        return node;
    }

    @Override
    public NodeStatus status() throws NodeException {
        return sql("status", server::status);
    }

    @Override
    public boolean inRecovery() throws NodeException {
        return sql("inRecovery", server::inRecovery);
    }

    @Override
    public Lsn replayed() throws NodeException {
        return sql("replayed", server::replayed);
    }

    @Override
    public Lsn written() throws NodeException {
        return sql("written", server::position);
    }

    @Override
    public Optional<ReadCatalog> readCatalog(String database) throws NodeException {
        return sql("readCatalog", () -> Optional.of(new ReadCatalog(Set.of("count"), Set.of(), Set.of())));
    }

    @Override
    public Map<String, String> settings(Collection<String> names) throws NodeException {
        return sql("settings", () -> server.settings().inForce(names));
    }

    @Override
    public Map<String, String> alteredSettings(Collection<String> names) throws NodeException {
        return sql("alteredSettings", () -> server.settings().altered(names));
    }

    @Override
    public void alterSystem(Map<String, Optional<String>> values) throws NodeException {
        Map<String, Optional<String>> copy = new HashMap<>(values);
        sql("alterSystem", () -> {
            server.settings().alter(copy);
            return NOTHING;
        });
    }

    @Override
    public void createSlot(String slot) throws NodeException {
        sql("createSlot", () -> server.slots().add(slot));
    }

    @Override
    public void dropSlot(String slot) throws NodeException {
        sql("dropSlot", () -> server.slots().remove(slot));
    }

    @Override
    public Optional<SlotStatus> slot(String slot) throws NodeException {
        return sql("slot", () -> server.slot(slot));
    }

    @Override
    public List<ForeignSession> foreignSessions(Collection<Integer> ourBackends) throws NodeException {
        List<Integer> ours = List.copyOf(ourBackends);
        return sql("foreignSessions", () -> server.sessions().stream().filter(it -> !ours.contains(it.pid())).toList());
    }

    @Override
    public Set<Integer> committing() throws NodeException {
        return sql("committing", Set::of);
    }

    @Override
    public long dataBytes() throws NodeException {
        return sql("dataBytes", () -> 1L << 20);
    }

    @Override
    public CatalogRoles roles(Collection<String> names) throws NodeException {
        return sql("roles", () -> new CatalogRoles(Map.of(), "scram-sha-256"));
    }

    @Override
    public Verifier verifier() {
        return new ModelVerifier(node, world);
    }

    @Override
    public Surveyor surveyor() {
        return server.survey();
    }

    @Override
    public void checkpoint() throws NodeException {
        sql("checkpoint", () -> NOTHING);
    }

    @Override
    public Lsn writeProbe(Duration limit) throws NodeException {
        return sql("writeProbe", server::probe);
    }

    @Override
    public void askToPromote() throws NodeException {
        sql("askToPromote", () -> {
            server.promote();
            return NOTHING;
        });
    }

    @Override
    public void open() throws NodeException {
        sql("open", () -> NOTHING);
    }

    @Override
    public ControlData controlData() throws NodeException {
        return controlData(ModelProxy.limits().window().switchover());
    }

    @Override
    public ControlData controlData(Duration limit) throws NodeException {
        return shell("controlData", () -> {
            if (server.ailments().shellBusy().compareTo(limit) > 0) {
                throw new NodeException(node.name() + ": the shell was busy with another command for " + limit.toMillis() + " ms");
            }
            return server.controlData();
        });
    }

    @Override
    public Optional<Lsn> forkPoint(int timeline) throws NodeException {
        return shell("forkPoint", server::forkPoint);
    }

    @Override
    public Optional<Lsn> endOfWal(int timeline, Lsn from) throws NodeException {
        return shell("endOfWal", () -> Optional.of(server.position()));
    }

    @Override
    public boolean running() throws NodeException {
        return shell("running", server::running);
    }

    @Override
    public void askToStop() throws NodeException {
        shell("askToStop", () -> {
            server.stop();
            return NOTHING;
        });
    }

    @Override
    public void askToStopFenced(Duration limit) throws NodeException {
        shell("askToStopFenced", () -> {
            server.stopFenced();
            server.answerStop(limit);
            return NOTHING;
        });
    }

    @Override
    public boolean isServerOfDirectory() throws NodeException {
        sql("ownProcess", () -> NOTHING);
        return shell("isServerOfDirectory", server::isOfDirectory);
    }

    @Override
    public void kill() throws NodeException {
        shell("kill", () -> {
            server.kill();
            return NOTHING;
        });
    }

    @Override
    public void start(Duration limit) throws NodeException {
        shell("start", () -> {
            server.start();
            return NOTHING;
        });
    }

    @Override
    public boolean fenced() throws NodeException {
        return shell("fenced", server::signal);
    }

    @Override
    public void fence() throws NodeException {
        shell("fence", () -> {
            server.signal(true);
            return NOTHING;
        });
    }

    @Override
    public void unfence() throws NodeException {
        shell("unfence", () -> {
            server.signal(false);
            return NOTHING;
        });
    }

    @Override
    public String connectionInfoFor(Node standby) {
        return "upstream=" + node.name();
    }

    @Override
    public void baseBackup(DatabaseNode source, String slot, Consumer<BackupProgress> progress) throws NodeException {
        shell("baseBackup", () -> {
            progress.accept(new BackupProgress(1, 2));
            server.copyOf(world.node(source.node()).server, source.connectionInfoFor(node), slot);
            progress.accept(new BackupProgress(2, 2));
            return NOTHING;
        });
    }

    @Override
    public int programsVersion() throws NodeException {
        return shell("programsVersion", server::version);
    }

    @Override
    public long freeBytes() throws NodeException {
        return shell("freeBytes", () -> 1L << 40);
    }

    @Override
    public DataDirectory dataDirectory() throws NodeException {
        return shell("dataDirectory", server::dataDirectory);
    }

    @Override
    public void close() {
        // It has neither connection nor shell.
    }

    void stream() {
        server.stream();
    }

    boolean takesWrites() {
        return server.takesWrites();
    }

    boolean commit(long row) {
        return server.commit(row);
    }

    Collection<Long> rows() {
        return server.rows();
    }

    String footprint() {
        return node + " " + server.footprint();
    }
}
