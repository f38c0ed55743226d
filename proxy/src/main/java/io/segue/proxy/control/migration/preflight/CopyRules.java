package io.segue.proxy.control.migration.preflight;

import static io.segue.proxy.control.migration.preflight.Judgement.ok;
import static io.segue.proxy.control.migration.preflight.Judgement.refuse;
import static io.segue.proxy.control.migration.preflight.Judgement.refuseUnless;
import static io.segue.proxy.control.migration.preflight.Judgement.warn;
import static io.segue.proxy.control.migration.preflight.Rule.rule;

import io.segue.proxy.control.migration.step.ByteSize;
import io.segue.proxy.control.migration.step.Sessions;
import io.segue.proxy.control.node.DataDirectory;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import java.util.List;

/** Whether the source can feed a standby, and a base backup can go to the target, or a copy that is there already can be used. */
final class CopyRules {

    private static final int MAJOR = 10_000;

    /** A base backup streams WAL beside the files. */
    private static final int WALSENDERS_NEEDED = 2;

    static final List<Rule> RULES = List.of(
            rule("source-answers", scene -> ok("version " + scene.context().source().status().versionNumber())),
            rule("source-role", scene -> LoginRules.role(scene.source())),
            rule("source-primary", ServerRules::sourcePrimary),
            rule("traffic", ServerRules::traffic),
            rule("source-can-feed", CopyRules::sourceCanFeed),
            rule("source-control-file", scene -> MachineRules.controlFile(scene.source(), "in production")),
            rule("target-program-version", CopyRules::programVersion),
            rule("target-data-directory", CopyRules::dataDirectory));

    private CopyRules() {}

    private static Judgement sourceCanFeed(Scene scene) throws InterruptedException {
        String level = scene.source().setting("wal_level");
        long senders = scene.source().server().number("max_wal_senders");
        long busy = scene.strangers().stream().filter(Sessions::isWalsender).count();
        long slots = scene.source().server().number("max_replication_slots");
        long used = scene.source().server().slots().size();
        boolean known = scene.source().slot(scene.context().plan().slot()).isPresent();
        boolean fits = !level.equals("minimal") && senders - busy >= WALSENDERS_NEEDED && (known || used < slots);
        return refuseUnless(
                fits,
                "wal_level " + level + ", " + busy + " of " + senders + " walsenders and " + used + " of " + slots + " slots in use",
                "on " + scene.source().name() + " wal_level must be replica, two walsenders free, and a replication slot free");
    }

    private static Judgement programVersion(Scene scene) throws NodeException {
        int server = scene.context().source().status().versionNumber();
        int programs = scene.context().target().programsVersion();
        String found = programs + ", the server on " + scene.source().name() + " is " + server;
        if (programs / MAJOR == server / MAJOR && programs != server) {
            return warn(found, "install the same minor version before the cutover");
        }
        return refuseUnless(programs == server, found, "install the same version on " + scene.target().name());
    }

    private static Judgement dataDirectory(Scene scene) throws NodeException {
        DatabaseNode target = scene.context().target();
        return switch (target.dataDirectory()) {
            case DataDirectory.Absent _ -> room(scene, "does not exist yet");
            case DataDirectory.Empty _ -> room(scene, "empty");
            case DataDirectory.Cluster(String systemIdentifier) -> cluster(scene, systemIdentifier);
            case DataDirectory.SomethingElse(String firstEntry) ->
                refuse("holds " + firstEntry, "empty it on " + target.node() + ": Segue never deletes there");
        };
    }

    private static Judgement room(Scene scene, String found) throws NodeException {
        long needed = scene.context().source().dataBytes();
        long free = scene.context().target().freeBytes();
        return refuseUnless(
                free > needed,
                found + ", " + ByteSize.of(free) + " free for " + ByteSize.of(needed),
                "make room on " + scene.target().name());
    }

    private static Judgement cluster(Scene scene, String systemIdentifier) throws NodeException {
        DatabaseNode target = scene.context().target();
        boolean ours = systemIdentifier.equals(scene.context().source().status().systemIdentifier()) && target.fenced();
        return refuseUnless(
                ours,
                ours ? "a standby of this cluster, which is used" : "a cluster, system identifier " + systemIdentifier,
                "stop it and empty the directory on " + target.node() + ": Segue never deletes there");
    }
}
