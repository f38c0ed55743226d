package io.segue.proxy.control.migration.model;

import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.survey.Activity;
import io.segue.proxy.control.node.survey.DatabaseSurvey;
import io.segue.proxy.control.node.survey.Follow;
import io.segue.proxy.control.node.survey.Knock;
import io.segue.proxy.control.node.survey.Login;
import io.segue.proxy.control.node.survey.LoginRight;
import io.segue.proxy.control.node.survey.MachineSurvey;
import io.segue.proxy.control.node.survey.ServerSurvey;
import io.segue.proxy.control.node.survey.ServerSurvey.Archiver;
import io.segue.proxy.control.node.survey.ServerSurvey.Catalog;
import io.segue.proxy.control.node.survey.ServerSurvey.Slot;
import io.segue.proxy.control.node.survey.Surveyor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a preflight sees of a node of the model: nothing remarkable, unless a test says so. */
public final class ModelSurveyor implements Surveyor {

    public static final Activity QUIET = new Activity(List.of(), List.of(), List.of(), 3, 3, 0, List.of());
    public static final Catalog PLAIN = new Catalog(List.of(), 1_000, List.of(), List.of());

    private static final long ROOM = 1L << 40;

    private final World world;
    private final ModelServer server;

    private Activity activity = QUIET;
    private Instant quietFrom = Instant.MAX;
    private Catalog catalog = PLAIN;
    private Archiver archiver = new Archiver(false, "", 0);
    private long walSinceCheckpoint;
    private Duration clockAhead = Duration.ZERO;
    private long mappedBytes;
    private int processors = 2;
    private final List<Slot> otherSlots = new ArrayList<>();
    private List<DatabaseSurvey> databases = List.of(DatabaseSurvey.closed("postgres", ""));
    private final Map<Login, String> obstacles = new HashMap<>();
    private final Map<Login, String> refusals = new HashMap<>();
    private List<String> missingLibraries = List.of();
    private Optional<String> noLoginRights = Optional.empty();
    private Duration login = Duration.ofMillis(3);
    private Follow follow = new Follow(true, "");
    private List<String> missingRights = List.of();
    private MachineFacts facts = MachineFacts.SOUND;

    /** The parts of a {@link MachineSurvey} that the model does not know by itself. */
    public record MachineFacts(
            long dataFree, long walFree, boolean writable, boolean signals, int programsNewer, List<String> missing, List<String> rivals, String service) {

        public static final MachineFacts SOUND = new MachineFacts(ROOM, ROOM, true, true, 0, List.of(), List.of(), "");
    }

    ModelSurveyor(World world, ModelServer server) {
        this.world = world;
        this.server = server;
    }

    public void doing(Activity now) {
        activity = now;
        quietFrom = Instant.MAX;
    }

    /** For a while; then nobody does anything. */
    public void doing(Activity now, Duration time) {
        activity = now;
        quietFrom = world.clock.now().plus(time);
    }

    public void cataloguing(Catalog now) {
        catalog = now;
    }

    public void archiving(Archiver now) {
        archiver = now;
    }

    public void walSinceCheckpoint(long bytes) {
        walSinceCheckpoint = bytes;
    }

    public void mapping(long bytes) {
        mappedBytes = bytes;
    }

    public void onProcessors(int number) {
        processors = number;
    }

    public void clockAhead(Duration by) {
        clockAhead = by;
    }

    public void alsoHolding(Slot slot) {
        otherSlots.add(slot);
    }

    public void storing(DatabaseSurvey... now) {
        databases = List.of(now);
    }

    public void denying(Login login, String obstacle) {
        obstacles.put(login, obstacle);
    }

    /** Asked who may log in, it gives no answer. @param reason of the error */
    public void silentOnLoginRights(String reason) {
        noLoginRights = Optional.of(reason);
    }

    public void turningAway(Login login, String refusal) {
        refusals.put(login, refusal);
    }

    public void slowLogins(Duration took) {
        login = took;
    }

    public void missing(String... libraries) {
        missingLibraries = List.of(libraries);
    }

    public void following(Follow now) {
        follow = now;
    }

    public void withoutRight(String... rights) {
        missingRights = List.of(rights);
    }

    public void onMachine(MachineFacts now) {
        facts = now;
    }

    private interface Answer<T> {
        T get() throws NodeException;
    }

    private <T> T sql(Answer<T> answer) throws NodeException {
        synchronized (world) {
            server.requireConnection();
            return answer.get();
        }
    }

    private <T> T shell(Answer<T> answer) throws NodeException {
        synchronized (world) {
            server.requireShell();
            return answer.get();
        }
    }

    @Override
    public ServerSurvey server() throws NodeException {
        return sql(() -> {
            List<Slot> slots = new ArrayList<>(otherSlots);
            for (String name : server.slots()) {
                server.slot(name).filter(it -> otherSlots.stream().noneMatch(other -> other.name().equals(name))).ifPresent(it -> slots.add(
                        new Slot(it.name(), false, "", it.active(), it.walStatus(), it.retainedBytes(), false)));
            }
            return new ServerSurvey(server.settings().all(), slots, archiver, catalog, walSinceCheckpoint, world.clock.now().plus(clockAhead));
        });
    }

    @Override
    public List<String> missingRights() throws NodeException {
        return sql(() -> missingRights);
    }

    @Override
    public Activity activity() throws NodeException {
        return sql(() -> world.clock.now().isBefore(quietFrom) ? activity : QUIET);
    }

    @Override
    public List<DatabaseSurvey> databases() throws NodeException {
        return sql(() -> databases);
    }

    @Override
    public List<LoginRight> loginRights(Collection<Login> logins) throws NodeException {
        if (noLoginRights.isPresent()) {
            throw new NodeException(noLoginRights.get());
        }
        return sql(() -> logins.stream().map(login -> new LoginRight(login, obstacles.getOrDefault(login, ""))).toList());
    }

    @Override
    public Knock knock(Login who) throws NodeException {
        return sql(() -> new Knock(who, refusals.getOrDefault(who, ""), login));
    }

    @Override
    public MachineSurvey machine() throws NodeException {
        return shell(() -> new MachineSurvey(
                facts.dataFree(),
                facts.walFree(),
                facts.writable(),
                facts.signals(),
                server.version() + facts.programsNewer(),
                facts.missing(),
                server.signal(),
                facts.rivals(),
                facts.service(),
                mappedBytes,
                processors));
    }

    @Override
    public List<String> missingLibraries(Collection<String> libraries) throws NodeException {
        return shell(() -> missingLibraries);
    }

    @Override
    public Follow follow(DatabaseNode upstream) throws NodeException {
        return shell(() -> follow);
    }
}
