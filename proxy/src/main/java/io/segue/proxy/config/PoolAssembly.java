package io.segue.proxy.config;

import io.segue.proxy.config.hba.NamePattern;
import io.segue.proxy.config.schema.Block;
import io.segue.proxy.config.schema.Entry;
import io.segue.proxy.config.schema.Findings;
import io.segue.proxy.config.schema.Setting;
import java.util.List;

/** Checks and makes the rules of how sessions come by their links. */
final class PoolAssembly {

    private PoolAssembly() {}

    static List<PoolRule> of(Block segue) {
        Block forAll = segue.section(PoolKeys.POOL);
        return segue.list(PoolKeys.POOLS).stream().map(own -> rule(own, forAll)).toList();
    }

    private static PoolRule rule(Block own, Block forAll) {
        return new PoolRule(
                own.get(PoolKeys.DATABASE),
                own.find(PoolKeys.USER).orElseGet(() -> List.of(new NamePattern.All())),
                own.get(PoolKeys.MODE),
                value(own, forAll, PoolKeys.SIZE),
                value(own, forAll, PoolKeys.MIN),
                value(own, forAll, PoolKeys.RESERVE),
                value(own, forAll, PoolKeys.RESERVE_AFTER),
                value(own, forAll, PoolKeys.MAX_LIFETIME),
                value(own, forAll, PoolKeys.IDLE_TIMEOUT),
                value(own, forAll, PoolKeys.WAIT),
                value(own, forAll, PoolKeys.WAITING));
    }

    private static <T> T value(Block own, Block forAll, Setting<T> setting) {
        return own.find(setting).orElseGet(() -> forAll.get(setting));
    }

    /** A rule is skipped when one of its values could not be read. */
    static void check(Block segue, Findings findings) {
        Block forAll = segue.section(PoolKeys.POOL);
        for (Block own : segue.list(PoolKeys.POOLS)) {
            own.entry(PoolKeys.DATABASE).ifPresent(entry -> namesOnly(entry, findings));
            own.entry(PoolKeys.USER).ifPresent(entry -> namesOnly(entry, findings));
            minFitsIntoSize(own, forAll, findings);
        }
        minFitsIntoSize(forAll, forAll, findings);
    }

    /** Which roles somebody is a member of is not asked of the server for a pool. */
    private static void namesOnly(Entry<List<NamePattern>> patterns, Findings findings) {
        for (NamePattern pattern : patterns.value()) {
            if (pattern instanceof NamePattern.MemberOf || pattern instanceof NamePattern.SameRole || pattern instanceof NamePattern.Replication) {
                findings.add(
                        patterns.place(), "'" + pattern + "' cannot be told of a session without asking its server",
                        "Write names, /expressions or all");
            }
        }
    }

    private static void minFitsIntoSize(Block own, Block forAll, Findings findings) {
        own.entry(PoolKeys.MIN).or(() -> forAll.entry(PoolKeys.MIN)).ifPresent(min -> own.entry(PoolKeys.SIZE)
                .or(() -> forAll.entry(PoolKeys.SIZE))
                .filter(size -> min.value() > size.value())
                .ifPresent(size -> findings.add(
                        Entry.blamed(min, size), "min (" + min.value() + ") is more than size (" + size.value() + ")",
                        "Lower min or raise size")));
    }
}
