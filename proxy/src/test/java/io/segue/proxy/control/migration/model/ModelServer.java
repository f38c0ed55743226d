package io.segue.proxy.control.migration.model;

import io.segue.proxy.control.node.ControlData;
import io.segue.proxy.control.node.DataDirectory;
import io.segue.proxy.control.node.ForeignSession;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.control.node.SlotStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A data directory and the server that may run on it, as far as a migration can tell it from a real one. */
public final class ModelServer {

    private static final int VERSION = 150_018;
    private static final String SYSTEM = "7000000000000000001";

    private final String name;
    private final World world;

    // On disk.
    private DataDirectory directory = new DataDirectory.Empty();
    private boolean signal;
    private String controlState = "";
    private long checkpoint;
    private int timeline;
    private long position;
    private long fork;
    private final ModelSettings settings = new ModelSettings();
    private final Set<String> slots = new TreeSet<>();
    private final SequencedSet<Long> rows = new LinkedHashSet<>();

    private enum Process {
        DOWN,
        PRIMARY,
        STANDBY,
        ENDING
    }

    private Process process = Process.DOWN;
    private boolean streaming;
    private int ends;
    private boolean endedInOrder;
    private int looksUntilStop;
    private int startsToFail;

    private final Ailments ailments = new Ailments();
    private final ModelSurveyor surveyor;
    private Optional<Lsn> replayed = Optional.empty();
    private UnaryOperator<NodeStatus> appearance = UnaryOperator.identity();
    private final List<ForeignSession> sessions = new ArrayList<>();

    ModelServer(String name, World world) {
        this.name = name;
        this.world = world;
        this.surveyor = new ModelSurveyor(world, this);
    }

    /** How a preflight finds it. */
    public ModelSurveyor survey() {
        return surveyor;
    }

    /** From now on its status is told otherwise than it is. */
    public void appearing(UnaryOperator<NodeStatus> next) {
        appearance = next;
    }

    /** From now on it says that it has replayed to there and no further, or that it is there already. */
    public void replaysOnlyTo(Lsn position) {
        replayed = Optional.of(position);
    }

    /** It goes on. */
    public void replaysAll() {
        replayed = Optional.empty();
    }

    Lsn replayed() {
        return replayed.orElseGet(this::position);
    }

    public void controlState(String state) {
        controlState = state;
    }

    int version() {
        return VERSION;
    }

    void initialise() {
        directory = new DataDirectory.Cluster(SYSTEM);
        timeline = 1;
        position = 1_000;
        process = Process.PRIMARY;
        controlState = "in production";
    }

    public Ailments ailments() {
        return ailments;
    }

    public void connect(ForeignSession session) {
        sessions.add(session);
    }

    public void holds(DataDirectory found) {
        directory = found;
    }

    /** Power loss. */
    public void crash() {
        ends(false);
        process = Process.DOWN;
        streaming = false;
    }

    /** How often its clients have lost their connections. */
    public int ends() {
        return ends;
    }

    /** Whether it had a last word for them when that happened last. */
    public boolean endedInOrder() {
        return endedInOrder;
    }

    private void ends(boolean inOrder) {
        if (process == Process.PRIMARY || process == Process.STANDBY) {
            ends++;
            endedInOrder = inOrder;
        }
    }

    /** Somebody, a service manager or an administrator, starts it. */
    public void startedBySomebody() throws NodeException {
        start();
        world.settle();
    }

    public void promotedBySomebody() {
        promote();
        world.settle();
    }

    public ModelSettings settings() {
        return settings;
    }

    void requireConnection() throws NodeException {
        if (ailments.unreachable() || process == Process.DOWN || process == Process.ENDING) {
            throw new NodeException(name + ": cannot connect");
        }
    }

    void requireShell() throws NodeException {
        if (ailments.shellLost()) {
            throw new NodeException(name + ": the shell does not answer");
        }
    }

    /** Whether it accepts connections. */
    public boolean answers() {
        return !ailments.unreachable() && (process == Process.PRIMARY || process == Process.STANDBY);
    }

    boolean takesWrites() {
        return process == Process.PRIMARY;
    }

    public boolean running() {
        return process != Process.DOWN;
    }

    public boolean inRecovery() {
        return process == Process.STANDBY;
    }

    public boolean signal() {
        return signal;
    }

    void signal(boolean there) throws NodeException {
        if (!(directory instanceof DataDirectory.Cluster)) {
            throw new NodeException(name + ": no cluster");
        }
        signal = there;
    }

    public int timeline() {
        return timeline;
    }

    Lsn position() {
        return new Lsn(position);
    }

    DataDirectory dataDirectory() {
        return directory;
    }

    ControlData controlData() throws NodeException {
        if (!(directory instanceof DataDirectory.Cluster)) {
            throw new NodeException(name + ": no control file");
        }
        return new ControlData(controlState, new Lsn(checkpoint), timeline, SYSTEM);
    }

    NodeStatus status() {
        Optional<NodeStatus.Receiver> receiver = streaming
                ? Optional.of(new NodeStatus.Receiver("streaming", settings.upstreamSlot(), timeline))
                : Optional.empty();
        return appearance.apply(
                new NodeStatus(SYSTEM, VERSION, inRecovery(), timeline, position(), ailments.replayPaused(), receiver));
    }

    /** Takes what its upstream has, unless their histories have parted. */
    void stream() {
        stopWhenDue();
        streaming = false;
        if (process != Process.STANDBY || ailments.frozen()) {
            return;
        }
        upstream().filter(up -> follows(up)).ifPresent(up -> {
            streaming = true;
            timeline = up.timeline;
            position = up.position;
            takeRows(up);
        });
    }

    /** What it has not are the upstream's newest. */
    private void takeRows(ModelServer up) {
        for (long row : up.rows.reversed()) {
            if (!rows.add(row)) {
                return;
            }
        }
    }

    private Optional<ModelServer> upstream() {
        return world.named(settings.upstream()).map(ModelNode::server);
    }

    private boolean follows(ModelServer up) {
        boolean serves = up.running() && up.process != Process.ENDING && !up.ailments.unreachable()
                && up.slots.contains(settings.upstreamSlot());
        boolean sameHistory = up.timeline == timeline ? position <= up.position : up.timeline > timeline && position <= up.fork;
        return serves && sameHistory;
    }

    Optional<Lsn> forkPoint() {
        return fork == 0 ? Optional.empty() : Optional.of(new Lsn(fork));
    }

    boolean commit(long row) {
        if (process != Process.PRIMARY || ailments.unreachable()) {
            return false;
        }
        position += 10;
        rows.add(row);
        return true;
    }

    Collection<Long> rows() {
        return rows;
    }

    Lsn probe() throws NodeException {
        if (process != Process.PRIMARY) {
            throw new NodeException(name + ": read-only transaction");
        }
        position += 5;
        return position();
    }

    /** Asked to stop; does it now, or in a while. */
    void stop() {
        looksUntilStop = ailments.takeStopDelay();
        if (looksUntilStop == 0) {
            shutDown();
        }
    }

    void stopFenced() throws NodeException {
        if (!signal || process == Process.DOWN) {
            throw new NodeException(name + ": not stopped, it is " + footprint());
        }
        stop();
    }

    /** What it was told is done; whether whoever told it hears that in time is another matter. */
    void answerStop(Duration limit) throws NodeException {
        Duration late = ailments.stopAnswer();
        world.clock.advance(late.compareTo(limit) < 0 ? late : limit);
        if (late.compareTo(limit) > 0) {
            throw new NodeException(name + ": no answer within " + limit.toMillis() + " ms");
        }
    }

    /** Somebody removes it. */
    public void losesFence() {
        signal = false;
    }

    boolean isOfDirectory() {
        return !ailments.isOfAnotherDirectory();
    }

    private void stopWhenDue() {
        if (looksUntilStop > 0 && --looksUntilStop == 0) {
            shutDown();
        }
    }

    private void shutDown() {
        ends(true);
        switch (process) {
            case DOWN, ENDING -> {}
            case STANDBY -> {
                process = Process.DOWN;
                controlState = "shut down in recovery";
            }
            case PRIMARY -> {
                checkpoint = position + 8;
                position = checkpoint + 120;
                controlState = "shut down";
                world.settle();
                process = ailments.archiverHanging() ? Process.ENDING : Process.DOWN;
            }
        }
        streaming = false;
        sessions.clear();
    }

    void kill() {
        ends(false);
        process = Process.DOWN;
    }

    /** So many starts end before the server lets anybody in. */
    public void failStarts(int number) {
        startsToFail = number;
    }

    void start() throws NodeException {
        if (startsToFail > 0) {
            startsToFail--;
            throw new NodeException(name + ": it ended soon after it was started");
        }
        if (!(directory instanceof DataDirectory.Cluster)) {
            throw new NodeException(name + ": nothing to start");
        }
        if (process == Process.DOWN) {
            process = signal ? Process.STANDBY : Process.PRIMARY;
            controlState = signal ? "in archive recovery" : "in production";
        }
    }

    void promote() {
        if (!ailments.ignoresPromotion() && process == Process.STANDBY) {
            fork = position;
            timeline++;
            position += 50;
            signal = false;
            process = Process.PRIMARY;
            controlState = "in production";
        }
    }

    void copyOf(ModelServer source, String connectionInfo, String slot) throws NodeException {
        if (!(directory instanceof DataDirectory.Empty) || !source.slots.contains(slot)) {
            throw new NodeException(name + ": cannot copy");
        }
        directory = source.directory;
        controlState = "in production";
        timeline = source.timeline;
        position = source.position;
        rows.addAll(source.rows);
        settings.copyOf(source.settings, connectionInfo, slot);
        signal = true;
    }

    Set<String> slots() {
        return slots;
    }

    Optional<SlotStatus> slot(String slot) {
        return slots.contains(slot) ? Optional.of(new SlotStatus(slot, used(slot), "reserved", 0)) : Optional.empty();
    }

    private boolean used(String slot) {
        return List.of(world.a(), world.b()).stream()
                .map(ModelNode::server)
                .anyMatch(it -> it != this && it.streaming && slot.equals(it.settings.upstreamSlot()));
    }

    List<ForeignSession> sessions() {
        return List.copyOf(sessions);
    }

    /** The timeline and the positions are left out: they only grow. */
    String footprint() {
        return process + (signal ? " fenced" : "") + " " + settings + " slots " + slots;
    }
}
