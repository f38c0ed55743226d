package io.segue.proxy.control.migration.preflight;

import static io.segue.proxy.control.migration.preflight.Judgement.ok;
import static io.segue.proxy.control.migration.preflight.Judgement.refuseUnless;
import static io.segue.proxy.control.migration.preflight.Judgement.warnUnless;
import static io.segue.proxy.control.migration.preflight.Rule.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Parameters that make a move impossible, its first write hang, or clients see another server than before. */
final class SettingRules {

    private static final List<String> DURABILITY = List.of("fsync", "full_page_writes");

    private static final List<String> FOR_CLIENTS = List.of(
            "TimeZone",
            "DateStyle",
            "IntervalStyle",
            "bytea_output",
            "client_encoding",
            "default_transaction_isolation",
            "default_transaction_deferrable",
            "extra_float_digits",
            "idle_in_transaction_session_timeout",
            "idle_session_timeout",
            "lc_messages",
            "lc_monetary",
            "lc_numeric",
            "lc_time",
            "local_preload_libraries",
            "lock_timeout",
            "row_security",
            "search_path",
            "session_preload_libraries",
            "standard_conforming_strings",
            "statement_timeout",
            "transaction_timeout",
            "xmloption");

    private static final List<String> FOR_SPEED = List.of(
            "autovacuum",
            "effective_cache_size",
            "huge_pages",
            "jit",
            "maintenance_work_mem",
            "max_parallel_workers_per_gather",
            "max_wal_size",
            "random_page_cost",
            "shared_buffers",
            "synchronous_commit",
            "track_counts",
            "work_mem");

    static final List<Rule> RULES = List.of(
            capacity("max_connections").alsoInWindow(),
            capacity("max_worker_processes").alsoInWindow(),
            capacity("max_wal_senders").alsoInWindow(),
            capacity("max_prepared_transactions").alsoInWindow(),
            capacity("max_locks_per_transaction").alsoInWindow(),
            onTarget("synchronous_standby_names", "", "its first write would wait for a standby that is not there"),
            onTarget("synchronized_standby_slots", "", "its logical walsenders would wait for a standby that is not there"),
            onTarget("recovery_min_apply_delay", "0", "its replay comes late by as much").alsoInWindow(),
            rule("recovery-target", SettingRules::recoveryTarget).alsoInWindow(),
            onTarget("default_transaction_read_only", "off", "writes would fail there").alsoInWindow(),
            rule("wal-level", SettingRules::walLevel),
            rule("archive-settings", SettingRules::archiveSettings),
            rule("restore-command", SettingRules::restoreCommand),
            rule("preload-libraries", SettingRules::preloadLibraries)
                    .allowable("sessions there run without what only the source has loaded"),
            rule("durability-settings", SettingRules::durability).allowable("a crash of the target's machine may lose or damage data"),
            rule("ssl", SettingRules::ssl).allowable("links to the target that ask for TLS fail"),
            rule("client-settings", scene -> differing(scene, FOR_CLIENTS, "clients will notice: set them alike with ALTER SYSTEM")),
            rule("performance-settings", scene -> differing(scene, FOR_SPEED, "make sure that this is meant")));

    private SettingRules() {}

    private static String nameOf(String parameter) {
        return parameter.replace('_', '-');
    }

    /** A standby with less than its primary pauses its replay, and shuts down when it is promoted (manual, Hot Standby). */
    private static Rule capacity(String parameter) {
        return rule(nameOf(parameter), scene -> {
            long source = scene.source().server().number(parameter);
            long target = scene.target().server().number(parameter);
            return refuseUnless(
                    target >= source,
                    source + " and " + target,
                    "on " + scene.target().name() + ": ALTER SYSTEM SET " + parameter + " = " + source + ", and restart it");
        });
    }

    /** A name that the server does not know (an older version) is as it should be. */
    private static Rule onTarget(String parameter, String wanted, String otherwise) {
        return rule(nameOf(parameter), scene -> {
            String found = scene.target().server().settings().getOrDefault(parameter, wanted);
            return refuseUnless(
                    found.equals(wanted),
                    "'" + found + "' on " + scene.target().name(),
                    "on " + scene.target().name() + ": ALTER SYSTEM SET " + parameter + " = '" + wanted + "'; SELECT pg_reload_conf(); "
                            + otherwise);
        });
    }

    private static Judgement recoveryTarget(Scene scene) throws InterruptedException {
        List<String> set = new ArrayList<>();
        for (String name : List.of("", "_lsn", "_name", "_time", "_xid")) {
            String value = scene.target().setting("recovery_target" + name);
            if (!value.isEmpty()) {
                set.add("recovery_target" + name + " = '" + value + "'");
            }
        }
        return Judgement.refuseAny(
                "recovery targets", set, "reset them on " + scene.target().name() + " and restart it: its replay would stop there");
    }

    private static Judgement walLevel(Scene scene) throws InterruptedException {
        String source = scene.source().setting("wal_level");
        String target = scene.target().setting("wal_level");
        boolean alike = source.equals(target) || source.equals("replica") && target.equals("logical");
        return refuseUnless(
                alike && !target.equals("minimal"),
                source + " and " + target,
                "on " + scene.target().name() + ": ALTER SYSTEM SET wal_level = '" + source + "', and restart it");
    }

    private static Judgement archiveSettings(Scene scene) throws InterruptedException {
        List<String> different = new ArrayList<>();
        for (String name : List.of("archive_mode", "archive_command", "archive_library", "archive_timeout")) {
            String source = scene.source().setting(name);
            String target = scene.target().setting(name);
            if (!source.equals(target)) {
                different.add(name + " '" + source + "' and '" + target + "'");
            }
        }
        return Judgement.warnAny(
                "differing archive settings", different, "after the move " + scene.target().name() + " archives as its own settings say");
    }

    private static Judgement restoreCommand(Scene scene) throws InterruptedException {
        String command = scene.target().setting("restore_command");
        return warnUnless(
                command.isEmpty(),
                command.isEmpty() ? "none" : "'" + command + "'",
                "nothing to do: it is emptied for the move, because a promotion asks it several times, and put back afterwards");
    }

    private static Judgement preloadLibraries(Scene scene) throws InterruptedException {
        Set<String> missing = elements(scene.source().setting("shared_preload_libraries"));
        Set<String> there = elements(scene.target().setting("shared_preload_libraries"));
        missing.removeAll(there);
        return refuseUnless(
                missing.isEmpty(),
                missing.isEmpty() ? (there.isEmpty() ? "none" : String.join(", ", there)) : "not on the target: " + String.join(", ", missing),
                "add them to shared_preload_libraries on " + scene.target().name() + " and restart it");
    }

    private static Set<String> elements(String list) {
        Set<String> elements = new TreeSet<>();
        for (String element : list.split(",")) {
            String name = element.strip().replace("\"", "");
            if (!name.isEmpty()) {
                elements.add(name);
            }
        }
        return elements;
    }

    private static Judgement durability(Scene scene) throws InterruptedException {
        List<String> weaker = new ArrayList<>();
        for (String name : DURABILITY) {
            if (scene.source().setting(name).equals("on") && scene.target().setting(name).equals("off")) {
                weaker.add(name + " = off");
            }
        }
        return refuseUnless(
                weaker.isEmpty(),
                weaker.isEmpty() ? "not weaker than on the source" : String.join(", ", weaker) + " on " + scene.target().name(),
                "on " + scene.target().name() + ": ALTER SYSTEM RESET " + String.join(", ", DURABILITY) + " one by one; SELECT pg_reload_conf()");
    }

    private static Judgement ssl(Scene scene) throws InterruptedException {
        String source = scene.source().setting("ssl");
        String target = scene.target().setting("ssl");
        return refuseUnless(
                !source.equals("on") || target.equals("on"),
                "'" + source + "' and '" + target + "'",
                "on " + scene.target().name() + ": install a certificate, ALTER SYSTEM SET ssl = on; SELECT pg_reload_conf()");
    }

    private static Judgement differing(Scene scene, List<String> names, String advice) throws InterruptedException {
        List<String> different = new ArrayList<>();
        for (String name : names) {
            String source = scene.source().setting(name);
            String target = scene.target().setting(name);
            if (!source.equals(target)) {
                different.add(name + " '" + source + "' and '" + target + "'");
            }
        }
        return different.isEmpty() ? ok(names.size() + " compared, all alike") : Judgement.warnAny("differ", different, advice);
    }
}
