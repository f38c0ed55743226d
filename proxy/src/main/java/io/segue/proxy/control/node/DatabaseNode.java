package io.segue.proxy.control.node;

import io.segue.proxy.control.node.survey.Surveyor;
import io.segue.proxy.control.node.survey.Verifier;
import io.segue.proxy.gate.ReadCatalog;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One PostgreSQL node and everything a move does to it. Each call blocks, has its own limit, may be repeated, and says in its exception
 * what was tried. Nothing is remembered between calls but the open connection and shell: the node is asked each time.
 */
public interface DatabaseNode extends AutoCloseable {

    Node node();

    // ---- asked through SQL

    /** What the node is and where it stands. Fails when it does not accept connections. */
    NodeStatus status() throws NodeException;

    /** Whether the node is a standby at this instant; one round trip on a connection kept open. */
    boolean inRecovery() throws NodeException;

    /** Last replayed position of a standby ({@code pg_last_wal_replay_lsn()}). */
    Lsn replayed() throws NodeException;

    /**
     * Where the write-ahead log of a primary ends ({@code pg_current_wal_insert_lsn()}): whatever it has acknowledged so far stands before
     * it, flushed or not. Once a standby has replayed to there it shows all of that.
     */
    Lsn written() throws NodeException;

    /** The named parameters as {@code pg_settings} has them now. Unknown names are absent. */
    Map<String, String> settings(Collection<String> names) throws NodeException;

    /** What {@code postgresql.auto.conf} itself says about the named parameters: absent = nothing, so that an undo can RESET. */
    Map<String, String> alteredSettings(Collection<String> names) throws NodeException;

    /**
     * {@code ALTER SYSTEM SET} each (an empty {@link Optional} = RESET), then reload and read back until the new values are in force in
     * our own session; the server's other processes follow within moments (of synchronous_standby_names the checkpointer is the judge).
     * Values that need a restart to take effect (primary_conninfo on a running primary) are written and not waited for.
     */
    void alterSystem(Map<String, Optional<String>> values) throws NodeException;

    /** Creates a physical slot that reserves WAL at once; one of that name that exists already is kept. */
    void createSlot(String slot) throws NodeException;

    /** Drops a slot; one that does not exist is no error. Ends the walsender that uses it first. */
    void dropSlot(String slot) throws NodeException;

    Optional<SlotStatus> slot(String slot) throws NodeException;

    /** Client sessions on this node that are neither Segue's own nor in {@code ourBackends}; walsenders are listed too. */
    List<ForeignSession> foreignSessions(Collection<Integer> ourBackends) throws NodeException;

    /**
     * Process ids in which a COMMIT runs now, or something that may be one: several statements in one text, or a text that is longer than
     * what the server shows of it.
     */
    Set<Integer> committing() throws NodeException;

    /** Bytes of all databases together: what a base backup copies, without WAL. */
    long dataBytes() throws NodeException;

    /** With what roles log in, and to which groups they belong. Works on a standby too: it has the same catalog. */
    CatalogRoles roles(Collection<String> names) throws NodeException;

    /** Looks at the node for a preflight. */
    Surveyor surveyor();

    /** Looks into its data. */
    Verifier verifier();

    /**
     * What the names in statements of {@code database} stand for. Empty when it has a cast, a type or a domain that may write: then no
     * statement shows what it does.
     */
    Optional<ReadCatalog> readCatalog(String database) throws NodeException;

    void checkpoint() throws NodeException;

    /** Commits a transaction that leaves no trace but WAL, and says where it ended. Proves that the node takes writes. */
    Lsn writeProbe(Duration limit) throws NodeException;

    /** {@code pg_promote(false)}: asks for the promotion and does not wait for it. Asking a primary is no error. */
    void askToPromote() throws NodeException;

    // ---- told through the shell on its machine

    /** Opens the connection and the shell, so that the calls of the window cost one round trip each. */
    void open() throws NodeException;

    /** {@code pg_controldata}: what the cluster's control file says, whether the server runs or not. */
    ControlData controlData() throws NodeException;

    /** The same, on a machine that may have no time for it. */
    ControlData controlData(Duration limit) throws NodeException;

    /** Where the history of {@code timeline} says that it left the one before; empty when it has none. */
    Optional<Lsn> forkPoint(int timeline) throws NodeException;

    /**
     * The end of the last record on {@code timeline}, which is read from {@code from} on; empty when it cannot be told. Only of a server
     * that does not run is it the last word.
     */
    Optional<Lsn> endOfWal(int timeline, Lsn from) throws NodeException;

    /** Whether the postmaster of the data directory is alive, by its pid file. */
    boolean running() throws NodeException;

    /** Sends the fast shutdown (SIGINT to the postmaster, or the configured command) and returns without waiting for its end. */
    void askToStop() throws NodeException;

    /**
     * As {@link #askToStop}, but only behind the fence, which is looked for in the same breath: a request that arrives late, when the move was
     * undone, stops nobody. Fails when there is no fence, or no server runs in the data directory.
     *
     * @param limit for the answer; without one it is unknown whether the server will stop
     */
    void askToStopFenced(Duration limit) throws NodeException;

    /**
     * Whether the server that answers through SQL is the one that the shell would stop: the process of our own connection is a child of the
     * postmaster of the data directory. True also where the machine does not say (it has no {@code /proc}).
     */
    boolean isServerOfDirectory() throws NodeException;

    /** Immediate shutdown (SIGQUIT). Only after the control file says "shut down", to be rid of a hanging archiver. */
    void kill() throws NodeException;

    /** Starts the server and waits until it accepts connections (hot standby included). A server that runs already is no error. */
    void start(Duration limit) throws NodeException;

    /** Whether {@code standby.signal} is in the data directory: the durable fence. */
    boolean fenced() throws NodeException;

    /**
     * Makes every later start of this node a standby of {@code upstream}: standby.signal, synced with its directory. The
     * primary_conninfo and primary_slot_name go through {@link #alterSystem} while the server runs.
     */
    void fence() throws NodeException;

    /** Removes the fence, synced. */
    void unfence() throws NodeException;

    /**
     * {@code primary_conninfo} with which a standby reaches this node: Segue's role, application_name. No password: a server logs a changed
     * primary_conninfo. The standby has it in a file of its own, which {@link #alterSystem} of primary_conninfo and
     * {@link #baseBackup} write.
     */
    String connectionInfoFor(Node standby);

    /**
     * Copies {@code source} into this node's empty data directory with {@code pg_basebackup} run on this node's machine, as a standby that
     * streams through {@code slot}.
     *
     * @param progress told bytes done and bytes in all, about every second
     * @throws NodeException also when the data directory exists and is not empty: it is never emptied here
     */
    void baseBackup(DatabaseNode source, String slot, Consumer<BackupProgress> progress) throws NodeException;

    /** Version of the server programs installed on this node's machine, as {@code server_version_num} has it: 150018 for 15.18. */
    int programsVersion() throws NodeException;

    /** Bytes free on the file system of the data directory. */
    long freeBytes() throws NodeException;

    /** What is in the data directory, before a base backup: absent, empty, a cluster (with its system identifier), something else. */
    DataDirectory dataDirectory() throws NodeException;

    @Override
    void close();
}
