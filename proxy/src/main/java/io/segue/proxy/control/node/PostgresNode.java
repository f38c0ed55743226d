package io.segue.proxy.control.node;

import io.segue.proxy.config.Limits;
import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.NodeTls;
import io.segue.proxy.config.SegueConfig.OwnRole;
import io.segue.proxy.control.node.survey.Surveyor;
import io.segue.proxy.control.node.survey.Verifier;
import io.segue.proxy.gate.ReadCatalog;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A real PostgreSQL node. Puts its parts together and says which of them answers what:
 *
 * <pre>
 *                 PostgresNode
 *      through SQL /        \ through the shell on its machine
 *   ServerStatus                ServerProcess   start, stop
 *   ServerSettings              ControlFile     pg_controldata
 *   ReplicationSlots            StandbyFence    standby.signal
 *   ServerActions               DataFiles       what stands there
 *   CatalogReader
 *        |                      PasswordFile    for its walreceiver
 *        |                      BaseBackup      pg_basebackup
 *        |                      WalFiles        where timelines part
 *     NodeSql                        |          (both: PostgresSurveyor, for a preflight)
 *   one connection               NodeShell
 *                                one shell
 * </pre>
 *
 * <p>Any thread that may block. Calls to the connection wait for each other, calls to the shell too, which a start keeps busy; all within limits.
 */
public final class PostgresNode implements DatabaseNode {

    private final Node node;
    private final StandbyConnection connectionInfo;
    private final NodeSql sql;
    private final NodeShell shell;
    private final ServerStatus status;
    private final RoleCatalog roles;
    private final ServerSettings settings;
    private final ReplicationSlots slots;
    private final ServerActions actions;
    private final CatalogReader catalogs;
    private final ControlFile controlFile;
    private final ServerProcess process;
    private final StandbyFence fence;
    private final DataFiles files;
    private final PasswordFile passwordFile;
    private final BaseBackup baseBackup;
    private final WalFiles walFiles;
    private final Surveyor surveyor;
    private final Verifier verifier;

    /** Nothing is opened yet: each call opens what it needs, {@link #open()} everything. */
    public PostgresNode(NodeConfig config, OwnRole role, Limits limits) {
        this(config, role, NodeLimits.of(limits), other -> NodeTls.standard(other.address().host()));
    }

    /** @param others how connections to the other nodes are encrypted */
    public PostgresNode(NodeConfig config, OwnRole role, Limits limits, Function<Node, NodeTls> others) {
        this(config, role, NodeLimits.of(limits), others);
    }

    PostgresNode(NodeConfig config, OwnRole role, NodeLimits limits) {
        this(config, role, limits, other -> NodeTls.standard(other.address().host()));
    }

    PostgresNode(NodeConfig config, OwnRole role, NodeLimits limits, Function<Node, NodeTls> others) {
        this.node = new Node(config.name(), new Address(config.host(), config.port()));
        this.connectionInfo = new StandbyConnection(node, role, config.tls());
        this.sql = new NodeSql(node, role, limits, config.tls());
        this.shell = new NodeShell(config.name(), config.shell(), limits.call());
        this.status = new ServerStatus(sql, limits);
        this.roles = new RoleCatalog(sql, limits);
        this.settings = new ServerSettings(sql, limits);
        this.slots = new ReplicationSlots(sql, limits);
        this.actions = new ServerActions(sql, limits);
        this.catalogs = new CatalogReader(sql, limits);
        this.controlFile = new ControlFile(config, shell, limits);
        this.process = new ServerProcess(config, shell, sql, limits);
        this.fence = new StandbyFence(config, shell, limits);
        this.files = new DataFiles(config, shell, limits, controlFile);
        this.passwordFile = new PasswordFile(config, role, shell, limits);
        this.baseBackup = new BaseBackup(config, role, shell, limits, files, passwordFile, others);
        this.walFiles = new WalFiles(config, shell, limits);
        this.verifier = new SqlVerifier(sql, limits);
        this.surveyor = new PostgresSurveyor(
                node,
                new ServerSurveyor(sql, limits),
                new RoleRights(sql, limits),
                new DatabaseSurveyor(sql, limits),
                new MachineSurveyor(config, role, shell, limits),
                new LoginKnock(node, limits, config.tls()));
    }

    @Override
    public Verifier verifier() {
        return verifier;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public NodeStatus status() throws NodeException {
        return status.read();
    }

    @Override
    public boolean inRecovery() throws NodeException {
        return status.inRecovery();
    }

    @Override
    public Lsn replayed() throws NodeException {
        return status.replayed();
    }

    @Override
    public Lsn written() throws NodeException {
        return status.written();
    }

    @Override
    public Optional<ReadCatalog> readCatalog(String database) throws NodeException {
        return catalogs.read(database);
    }

    @Override
    public Map<String, String> settings(Collection<String> names) throws NodeException {
        return settings.inForce(names);
    }

    @Override
    public Map<String, String> alteredSettings(Collection<String> names) throws NodeException {
        return settings.altered(names);
    }

    @Override
    public void alterSystem(Map<String, Optional<String>> values) throws NodeException {
        if (values.getOrDefault("primary_conninfo", Optional.empty()).isPresent()) {
            passwordFile.write();
        }
        settings.alter(values);
    }

    @Override
    public void createSlot(String slot) throws NodeException {
        slots.create(slot);
    }

    @Override
    public void dropSlot(String slot) throws NodeException {
        slots.drop(slot);
    }

    @Override
    public Optional<SlotStatus> slot(String slot) throws NodeException {
        return slots.find(slot);
    }

    @Override
    public List<ForeignSession> foreignSessions(Collection<Integer> ourBackends) throws NodeException {
        return actions.foreignSessions(ourBackends);
    }

    @Override
    public Set<Integer> committing() throws NodeException {
        return actions.committing();
    }

    @Override
    public long dataBytes() throws NodeException {
        return status.dataBytes();
    }

    @Override
    public CatalogRoles roles(Collection<String> names) throws NodeException {
        return roles.roles(names);
    }

    @Override
    public Surveyor surveyor() {
        return surveyor;
    }

    @Override
    public void checkpoint() throws NodeException {
        actions.checkpoint();
    }

    @Override
    public Lsn writeProbe(Duration limit) throws NodeException {
        return actions.writeProbe(limit);
    }

    @Override
    public void askToPromote() throws NodeException {
        actions.askToPromote();
    }

    @Override
    public void open() throws NodeException {
        shell.open();
        sql.open();
    }

    @Override
    public ControlData controlData() throws NodeException {
        return controlFile.read();
    }

    @Override
    public ControlData controlData(Duration limit) throws NodeException {
        return controlFile.read(limit);
    }

    @Override
    public Optional<Lsn> forkPoint(int timeline) throws NodeException {
        return walFiles.forkPoint(timeline);
    }

    @Override
    public Optional<Lsn> endOfWal(int timeline, Lsn from) throws NodeException {
        return walFiles.endOfWal(timeline, from);
    }

    @Override
    public boolean running() throws NodeException {
        return process.running();
    }

    @Override
    public void askToStop() throws NodeException {
        process.askToStop();
    }

    @Override
    public void askToStopFenced(Duration limit) throws NodeException {
        process.askToStopFenced(limit);
    }

    @Override
    public boolean isServerOfDirectory() throws NodeException {
        return process.isParentOf(status.ownProcess());
    }

    @Override
    public void kill() throws NodeException {
        process.kill();
    }

    @Override
    public void start(Duration limit) throws NodeException {
        process.start(limit);
    }

    @Override
    public boolean fenced() throws NodeException {
        return fence.raised();
    }

    @Override
    public void fence() throws NodeException {
        fence.raise();
    }

    @Override
    public void unfence() throws NodeException {
        fence.lower();
    }

    @Override
    public String connectionInfoFor(Node standby) {
        return connectionInfo.of(standby);
    }

    @Override
    public void baseBackup(DatabaseNode source, String slot, Consumer<BackupProgress> progress) throws NodeException {
        baseBackup.take(source.node(), source.connectionInfoFor(node), slot, progress);
    }

    @Override
    public int programsVersion() throws NodeException {
        return files.programsVersion();
    }

    @Override
    public long freeBytes() throws NodeException {
        return files.freeBytes();
    }

    @Override
    public DataDirectory dataDirectory() throws NodeException {
        return files.look();
    }

    @Override
    public void close() {
        shell.close();
        sql.close();
    }
}
