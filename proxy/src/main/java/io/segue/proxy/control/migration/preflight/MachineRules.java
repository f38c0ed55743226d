package io.segue.proxy.control.migration.preflight;

import static io.segue.proxy.control.migration.preflight.Judgement.ok;
import static io.segue.proxy.control.migration.preflight.Judgement.refuse;
import static io.segue.proxy.control.migration.preflight.Judgement.refuseUnless;
import static io.segue.proxy.control.migration.preflight.Judgement.warnUnless;
import static io.segue.proxy.control.migration.preflight.Rule.rule;

import io.segue.proxy.control.migration.hook.Hooks;
import io.segue.proxy.control.migration.step.ByteSize;
import io.segue.proxy.control.migration.step.StopForecast;
import io.segue.proxy.control.node.ControlData;
import io.segue.proxy.control.node.survey.MachineSurvey;
import io.segue.proxy.control.node.survey.ServerSurvey.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Whether the shells on the machines can do what a move needs and look at the right directories, and whether there is room. */
final class MachineRules {

    private static final long LITTLE_ROOM = 256L << 20;
    private static final long LITTLE_ROOM_FOR_JOURNAL = 16L << 20;
    /** Takes some 100 ms of work to unmap, page by page. */
    private static final long MUCH_MAPPED = 2L << 30;
    private static final Duration CLOCKS_APART = Duration.ofSeconds(2);

    /** One of the two sides of a scene. */
    private interface Which extends Function<Scene, Side> {}

    static final List<Rule> RULES = rules();

    private MachineRules() {}

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(ofOne("source", Scene::source, "in production"));
        rules.addAll(ofOne("target", Scene::target, "in archive recovery"));
        rules.add(rule("source-fence", MachineRules::sourceFence));
        rules.add(rule("target-signal-file", MachineRules::targetSignalFile));
        rules.add(rule("slot-retention", MachineRules::slotRetention));
        rules.add(rule("source-mapped-memory", MachineRules::mappedMemory));
        rules.add(rule(StopForecast.TOO_LONG, MachineRules::stopTime)
                .allowable("a stop that outlasts the hold leaves the shard without a primary, and whoever waits then is told 40001"));
        rules.add(rule("service-manager", MachineRules::serviceManager));
        rules.add(rule("other-managers", MachineRules::otherManagers)
                .allowable("it may start, stop or promote a node behind Segue's back: pause it for the move"));
        rules.add(rule("clocks", MachineRules::clocks));
        rules.add(rule("state-directory", MachineRules::stateDirectory));
        rules.add(rule("hooks", MachineRules::hooks));
        return List.copyOf(rules);
    }

    private static List<Rule> ofOne(String name, Which which, String state) {
        return List.of(
                rule(name + "-agent", scene -> agent(which.apply(scene))),
                rule(name + "-control-file", scene -> controlFile(which.apply(scene), state)),
                rule(name + "-directory", scene -> directory(which.apply(scene))),
                rule(name + "-signals", scene -> signals(which.apply(scene))),
                rule(name + "-programs", scene -> programs(which.apply(scene))),
                rule(name + "-program-version", scene -> programVersion(which.apply(scene))),
                room(name + "-disk", which, "the data directory", MachineSurvey::dataFreeBytes),
                room(name + "-wal-disk", which, "pg_wal", MachineSurvey::walFreeBytes));
    }

    /** The one rule that says why a shell does not answer. */
    private static Judgement agent(Side side) throws InterruptedException {
        try {
            side.machine();
            return ok("answers");
        } catch (Asked.Unanswered e) {
            return refuse(e.getMessage(), "try the node's shell by hand, as it stands in nodes." + side.name() + ".shell");
        }
    }

    static Judgement controlFile(Side side, String expectedState) throws InterruptedException {
        ControlData control = side.controlData();
        return refuseUnless(
                control.systemIdentifier().equals(side.status().systemIdentifier()) && control.state().equals(expectedState),
                control.state() + ", system identifier " + control.systemIdentifier(),
                "nodes." + side.name() + ".data-directory must be that of the server at " + side.node().node().address());
    }

    private static Judgement directory(Side side) throws InterruptedException {
        boolean writable = side.machine().writable();
        return refuseUnless(
                writable,
                writable ? "writable" : "not writable for the shell on " + side.name(),
                "the shell must be that of the data directory's owner; see nodes." + side.name() + ".shell");
    }

    private static Judgement signals(Side side) throws InterruptedException {
        boolean can = side.machine().signals();
        return refuseUnless(
                can,
                can ? "the shell can stop the server" : "the shell cannot signal the postmaster on " + side.name(),
                "the shell must be that of the server's owner, or configure nodes." + side.name() + ".stop-command");
    }

    static Judgement programs(Side side) throws InterruptedException {
        List<String> missing = side.machine().programs();
        return refuseUnless(
                missing.isEmpty(),
                missing.isEmpty() ? "all there" : "missing: " + String.join(", ", missing),
                "correct nodes." + side.name() + ".binaries, or install the server's programs there");
    }

    /** A server that was upgraded and not restarted comes up as another version than the one that went down. */
    private static Judgement programVersion(Side side) throws InterruptedException {
        int programs = side.machine().programsVersion();
        int server = side.status().versionNumber();
        return refuseUnless(
                programs == server,
                "programs " + programs + ", server " + server,
                "restart " + side.name() + " with the programs in nodes." + side.name() + ".binaries, or correct that");
    }

    private static Rule room(String name, Which which, String what, ToLongFunction<MachineSurvey> of) {
        return rule(name, scene -> {
            long free = of.applyAsLong(which.apply(scene).machine());
            return refuseUnless(
                    free >= LITTLE_ROOM,
                    ByteSize.of(free) + " free",
                    "make room for " + what + " on " + which.apply(scene).name() + ": a full disk stops the server");
        });
    }

    private static Judgement sourceFence(Scene scene) throws InterruptedException {
        boolean fenced = scene.source().machine().standbySignal();
        return refuseUnless(
                !fenced,
                fenced ? "standby.signal is there already" : "not there yet; it is tried out at the beginning of the move",
                "find out who put standby.signal into the data directory of " + scene.source().name() + ", and remove it");
    }

    private static Judgement targetSignalFile(Scene scene) throws InterruptedException {
        boolean standby = scene.target().machine().standbySignal();
        return refuseUnless(
                standby,
                standby ? "standby.signal is there" : "no standby.signal in the data directory of " + scene.target().name(),
                "a restart would make it a second primary: PREPARE " + scene.context().plan().shard() + " TO " + scene.target().name());
    }

    /** A slot that nobody reads fills the disk on the day that the traffic is elsewhere. */
    private static Judgement slotRetention(Scene scene) throws InterruptedException {
        long free = scene.source().machine().walFreeBytes();
        long kept = scene.source().server().slots().stream().mapToLong(Slot::retainedBytes).max().orElse(0);
        return warnUnless(
                kept < free / 2,
                ByteSize.of(kept) + " of WAL kept by slots on " + scene.source().name() + ", " + ByteSize.of(free) + " free",
                "drop the slots that nobody reads: SELECT * FROM pg_replication_slots WHERE NOT active");
    }

    /** The stop waits for the end of every server process, and nearly all of an end is the unmapping of shared memory. */
    private static Judgement mappedMemory(Scene scene) throws InterruptedException {
        long mapped = scene.source().machine().mappedBytes();
        long millis = StopForecast.unmapping(mapped).toMillis();
        return warnUnless(
                mapped < MUCH_MAPPED,
                ByteSize.of(mapped) + " of shared memory mapped by the processes of " + scene.source().name() + ", page by page",
                "their ends take some " + millis + " ms of its cores in the stop: huge pages (vm.nr_hugepages, huge_pages = try) make that"
                        + " nothing, and limits.warm.renewal spares the stop the sessions that can be moved");
    }

    private static Judgement stopTime(Scene scene) throws InterruptedException {
        StopForecast stop = scene.stopForecast();
        Duration limit = StopForecast.limit(scene.context().limits().window());
        return warnUnless(
                stop.fits(limit),
                stop.toString(),
                "the stop of " + scene.source().name() + " may take " + limit.toMillis() + " ms (limits.hold, limits.switchover), and a move that finds as many"
                        + " right before its hold is refused: end sessions, let pools lend their connections, or allow more time");
    }

    private static Judgement serviceManager(Scene scene) throws InterruptedException {
        String service = scene.source().machine().service();
        return warnUnless(
                service.isEmpty(),
                service.isEmpty() ? "none seen" : service + " runs " + scene.source().name(),
                "nothing to do when it does not restart a server that was stopped in order; if it does, it comes up read-only behind the fence");
    }

    private static Judgement otherManagers(Scene scene) throws InterruptedException {
        List<String> signs = new ArrayList<>(scene.source().server().catalog().rivalRoles().stream().map(it -> "role " + it).toList());
        for (Side side : List.of(scene.source(), scene.target())) {
            side.machine().rivals().forEach(file -> signs.add(file + " on " + side.name()));
            for (String library : List.of("repmgr", "pgautofailover")) {
                if (side.setting("shared_preload_libraries").contains(library)) {
                    signs.add(library + " preloaded on " + side.name());
                }
            }
        }
        return Judgement.refuseAny(
                "signs of another high-availability manager",
                signs,
                "pause it first: patronictl pause, repmgr service pause, pg_autoctl stop, or the operator's fencing annotation");
    }

    private static Judgement clocks(Scene scene) throws InterruptedException {
        Instant source = scene.source().server().clock();
        Instant target = scene.target().server().clock();
        long apart = Math.abs(Duration.between(source, target).toMillis());
        return warnUnless(
                apart <= CLOCKS_APART.toMillis(),
                apart + " ms apart",
                "let both machines follow the same time server: now() jumps by as much at the move");
    }

    /** A program that cannot be run would be found out about when everything is ready, or while everybody waits. */
    private static Judgement hooks(Scene scene) {
        Hooks hooks = scene.context().site().hooks();
        List<String> unfit = hooks.unfit();
        return refuseUnless(
                unfit.isEmpty(),
                unfit.isEmpty()
                        ? (hooks.list().isEmpty() ? "none configured" : String.join(", ", hooks.list()))
                        : "no executable file: " + String.join(", ", unfit),
                "make it an executable file on the proxy's machine, or correct shards." + scene.context().plan().shard() + ".hooks");
    }

    private static Judgement stateDirectory(Scene scene) {
        long free = scene.context().site().stateDirectory().toFile().getUsableSpace();
        return refuseUnless(
                free >= LITTLE_ROOM_FOR_JOURNAL,
                ByteSize.of(free) + " free in " + scene.context().site().stateDirectory(),
                "make room there: a move whose journal cannot be written goes back");
    }
}
