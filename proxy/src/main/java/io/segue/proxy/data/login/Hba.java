package io.segue.proxy.data.login;

import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.config.hba.AddressPattern;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.config.hba.NamePattern;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the rule that decides on a connection: the first that fits (hba.c, check_hba). Any thread. */
public final class Hba {

    /** NAMEDATALEN: the server cuts longer names, and an expression should not have to chew on them. */
    private static final int MAX_NAME = 63;

    private final List<HbaRule> rules;
    private final OwnNetworks ownNetworks;

    /** What the rules say. */
    sealed interface Verdict {

        record Decides(HbaRule rule) implements Verdict {}

        record NoRule() implements Verdict {}

        /** It depends on which roles the user is a member of. */
        record AskForGroups() implements Verdict {}
    }

    public Hba(List<HbaRule> rules, OwnNetworks ownNetworks) {
        this.rules = List.copyOf(rules);
        this.ownNetworks = ownNetworks;
    }

    /** @param groups every role that the user is a member of, itself included; absent when that is not known yet */
    Verdict decide(ClientOrigin origin, StartupMessage startup, Optional<Set<String>> groups) {
        for (HbaRule rule : rules) {
            if (isFor(rule, origin)) {
                switch (names(rule, startup, groups)) {
                    case FIT -> {
                        return new Verdict.Decides(rule);
                    }
                    case DEPEND -> {
                        return new Verdict.AskForGroups();
                    }
                    case FIT_NOT -> { }
                }
            }
        }
        return new Verdict.NoRule();
    }

    private boolean isFor(HbaRule rule, ClientOrigin origin) {
        return switch (rule.type()) {
            case LOCAL -> origin.isLocal();
            case HOST -> !origin.isLocal() && contains(rule.address(), origin.host().get());
            case HOSTSSL -> !origin.isLocal() && origin.isEncrypted() && contains(rule.address(), origin.host().get());
            case HOSTNOSSL -> !origin.isLocal() && !origin.isEncrypted() && contains(rule.address(), origin.host().get());
        };
    }

    private boolean contains(AddressPattern pattern, InetAddress client) {
        return switch (pattern) {
            case AddressPattern.All() -> true;
            case AddressPattern.Network network -> network.contains(client);
            case AddressPattern.SameHost() -> ownNetworks.addresses().stream().anyMatch(own -> own.contains(client));
            case AddressPattern.SameNet() -> ownNetworks.networks().stream().anyMatch(own -> own.contains(client));
        };
    }

    private enum Fit {
        FIT,
        FIT_NOT,
        DEPEND;

        static Fit of(boolean fits) {
            return fits ? FIT : FIT_NOT;
        }
    }

    private static Fit names(HbaRule rule, StartupMessage startup, Optional<Set<String>> groups) {
        Fit database = any(rule.databases(), pattern -> database(pattern, startup, groups));
        Fit user = any(rule.users(), pattern -> user(pattern, cut(startup.user()), groups));
        if (database == Fit.FIT_NOT || user == Fit.FIT_NOT) {
            return Fit.FIT_NOT;
        }
        return database == Fit.FIT ? user : database;
    }

    private interface Fitting {
        Fit of(NamePattern pattern);
    }

    private static Fit any(List<NamePattern> patterns, Fitting fitting) {
        Fit best = Fit.FIT_NOT;
        for (NamePattern pattern : patterns) {
            switch (fitting.of(pattern)) {
                case FIT -> {
                    return Fit.FIT;
                }
                case DEPEND -> best = Fit.DEPEND;
                case FIT_NOT -> { }
            }
        }
        return best;
    }

    private static Fit database(NamePattern pattern, StartupMessage startup, Optional<Set<String>> groups) {
        if (isPhysicalReplication(startup)) {
            return Fit.of(pattern instanceof NamePattern.Replication);
        }
        String database = cut(startup.database());
        return switch (pattern) {
            case NamePattern.All() -> Fit.FIT;
            case NamePattern.SameUser() -> Fit.of(database.equals(cut(startup.user())));
            case NamePattern.SameRole() -> member(database, groups);
            case NamePattern.Replication() -> Fit.FIT_NOT;
            case NamePattern.Exactly(String name) -> Fit.of(name.equals(database));
            case NamePattern.Matching expression -> Fit.of(expression.fits(database));
            case NamePattern.MemberOf _ -> Fit.FIT_NOT;
        };
    }

    private static Fit user(NamePattern pattern, String user, Optional<Set<String>> groups) {
        return switch (pattern) {
            case NamePattern.All() -> Fit.FIT;
            case NamePattern.MemberOf(String role) -> member(role, groups);
            case NamePattern.Exactly(String name) -> Fit.of(name.equals(user));
            case NamePattern.Matching expression -> Fit.of(expression.fits(user));
            case NamePattern.SameUser _, NamePattern.SameRole _, NamePattern.Replication _ -> Fit.FIT_NOT;
        };
    }

    private static Fit member(String role, Optional<Set<String>> groups) {
        return groups.map(known -> Fit.of(known.contains(role))).orElse(Fit.DEPEND);
    }

    /** A logical one names its database and counts as a client of it. */
    static boolean isPhysicalReplication(StartupMessage startup) {
        return startup.replication() == StartupMessage.Replication.PHYSICAL;
    }

    private static String cut(String name) {
        return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    }
}
