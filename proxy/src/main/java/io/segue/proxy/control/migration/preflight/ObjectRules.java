package io.segue.proxy.control.migration.preflight;

import static io.segue.proxy.control.migration.preflight.Judgement.refuseAny;
import static io.segue.proxy.control.migration.preflight.Judgement.warnAny;
import static io.segue.proxy.control.migration.preflight.Judgement.warnUnless;
import static io.segue.proxy.control.migration.preflight.Rule.rule;

import io.segue.proxy.control.node.survey.DatabaseSurvey;
import io.segue.proxy.control.node.survey.ServerSurvey.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is stored, and would be lost, empty, or not work on the target. */
final class ObjectRules {

    /** Half of it is left before the server stops taking writes. */
    private static final long OLD_AGE = 1_000_000_000;

    static final List<Rule> RULES = List.of(
            rule("databases", ObjectRules::databases),
            rule("unlogged-relations", ObjectRules::unlogged).allowable("they are empty on the target"),
            rule("logical-slots", ObjectRules::logicalSlots).allowable("they are gone after the move; their consumers must begin anew"),
            rule("subscriptions", ObjectRules::subscriptions),
            rule("extensions", ObjectRules::extensions).allowable("what needs them fails on the target"),
            rule("libraries", ObjectRules::libraries).allowable("functions that need them fail on the target"),
            rule("database-collations", ObjectRules::databaseCollations)
                    .allowable("indexes on text may answer wrongly on the target until REINDEX"),
            rule("collations", ObjectRules::collations).allowable("indexes on text may answer wrongly on the target until REINDEX"),
            rule("transaction-age", ObjectRules::age));

    private ObjectRules() {}

    private static Judgement databases(Scene scene) throws InterruptedException {
        List<DatabaseSurvey> all = scene.databases();
        List<String> closed = all.stream()
                .filter(it -> !it.failure().isEmpty())
                .map(it -> it.name() + ": " + it.failure())
                .toList();
        return warnUnless(
                closed.isEmpty(),
                all.size() + " databases, " + closed.size() + " not looked into" + (closed.isEmpty() ? "" : ": " + String.join("; ", closed)),
                "let Segue's role connect to them: what they hold was not checked");
    }

    /** What all databases have of something, each with the name of its database. */
    private static List<String> inAll(Scene scene, Function<DatabaseSurvey, List<String>> of) throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (DatabaseSurvey database : scene.databases()) {
            of.apply(database).forEach(each -> all.add(each + " in " + database.name()));
        }
        return all;
    }

    private static Judgement unlogged(Scene scene) throws InterruptedException {
        return refuseAny(
                "unlogged relations",
                inAll(scene, DatabaseSurvey::unlogged),
                "ALTER TABLE ... SET LOGGED for those whose rows are needed; they are empty after a promotion");
    }

    private static Judgement logicalSlots(Scene scene) throws InterruptedException {
        List<String> lost = scene.source().server().slots().stream()
                .filter(slot -> slot.logical() && !syncedTo(scene, slot))
                .map(slot -> slot.name() + " (" + slot.use() + (slot.active() ? ", in use)" : ", not in use)"))
                .toList();
        return refuseAny(
                "logical slots without a copy on the target",
                lost,
                "drop those that nobody needs; from PostgreSQL 17 on make them with failover = true and let the standby keep a copy"
                        + " (sync_replication_slots)");
    }

    private static boolean syncedTo(Scene scene, Slot slot) {
        try {
            return scene.target().slot(slot.name()).filter(copy -> copy.logical() && copy.synced()).isPresent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Judgement subscriptions(Scene scene) throws InterruptedException {
        return warnAny(
                "subscriptions",
                scene.source().server().catalog().subscriptions(),
                "after the move " + scene.target().name() + " applies them: their publishers must let it in");
    }

    private static Judgement extensions(Scene scene) throws InterruptedException {
        return refuseAny(
                "extensions that " + scene.target().name() + " does not have installed",
                inAll(scene, DatabaseSurvey::unavailable),
                "install their packages on " + scene.target().name());
    }

    private static Judgement libraries(Scene scene) throws InterruptedException {
        return refuseAny(
                "libraries missing on " + scene.target().name(), scene.missingLibraries(), "install their packages on " + scene.target().name());
    }

    private static Judgement databaseCollations(Scene scene) throws InterruptedException {
        return refuseAny(
                "databases with another collation version on " + scene.target().name(),
                scene.target().server().catalog().collations(),
                "run both nodes on the same version of the operating system's libraries, or REINDEX after the move and ALTER DATABASE ..."
                        + " REFRESH COLLATION VERSION");
    }

    private static Judgement collations(Scene scene) throws InterruptedException {
        return refuseAny(
                "collations in use with another version on " + scene.target().name(),
                inAll(scene, DatabaseSurvey::collations),
                "run both nodes on the same version of the libraries, or REINDEX after the move and ALTER COLLATION ... REFRESH VERSION");
    }

    private static Judgement age(Scene scene) throws InterruptedException {
        long age = scene.source().server().catalog().oldestAge();
        return warnUnless(
                age < OLD_AGE, age + " transactions since the oldest that is not frozen", "VACUUM FREEZE the oldest tables before the move");
    }
}
