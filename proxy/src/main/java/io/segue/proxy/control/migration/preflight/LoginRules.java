package io.segue.proxy.control.migration.preflight;

import static io.segue.proxy.control.migration.preflight.Judgement.ok;
import static io.segue.proxy.control.migration.preflight.Judgement.refuse;
import static io.segue.proxy.control.migration.preflight.Judgement.refuseUnless;
import static io.segue.proxy.control.migration.preflight.Judgement.warn;
import static io.segue.proxy.control.migration.preflight.Rule.rule;

import io.segue.proxy.control.node.survey.Follow;
import io.segue.proxy.control.node.survey.Knock;
import java.time.Duration;
import java.util.List;

/** Whether Segue's own role may do its work, and who gets in on the target: the clients that are here now, and the old primary on its way back. */
final class LoginRules {

    static final List<Rule> RULES = List.of(
            rule("source-role", scene -> role(scene.source())),
            rule("target-role", scene -> role(scene.target())),
            rule("login-rights", LoginRules::rights),
            rule("login-admitted", LoginRules::admitted),
            rule("target-connections", LoginRules::connections),
            rule("way-back-login", LoginRules::wayBack).allowable("the old primary may not become a standby: there may be no way back"));

    private LoginRules() {}

    /** Without one of them a move would find out when it is half way there. */
    static Judgement role(Side side) throws InterruptedException {
        List<String> missing = side.missingRights();
        return refuseUnless(
                missing.isEmpty(),
                missing.isEmpty() ? "may do all that a move needs" : "lacks " + String.join(", ", missing),
                "run as a superuser on the primary what `segue grants` prints, in the database of role.database");
    }

    private static Judgement rights(Scene scene) throws InterruptedException {
        List<String> obstacles = scene.loginRights().stream()
                .filter(it -> !it.obstacle().isEmpty())
                .map(it -> it.login() + ": " + it.obstacle())
                .toList();
        return obstacles.isEmpty()
                ? ok(scene.logins().size() + " live logins")
                : Judgement.refuseAny("of " + scene.logins().size() + " live logins have lost their right", obstacles,
                        "give it back on " + scene.source().name() + ", or end these sessions: they could not log in anew");
    }

    private static Judgement admitted(Scene scene) throws InterruptedException {
        List<Knock> knocks = scene.knocks();
        List<String> refusals = knocks.stream()
                .filter(it -> !it.refusal().isEmpty())
                .map(it -> it.login() + ": " + it.refusal())
                .toList();
        if (!refusals.isEmpty()) {
            return refuse(
                    Judgement.listed("of " + knocks.size() + " live logins are turned away", refusals),
                    "add them to pg_hba.conf on " + scene.target().name() + "; SELECT pg_reload_conf()");
        }
        Duration longest = knocks.stream().map(Knock::took).max(Duration::compareTo).orElse(Duration.ZERO);
        int untried = scene.logins().size() - knocks.size();
        return ok(knocks.size() + " live logins tried, the slowest took " + longest.toMillis() + " ms"
                + (untried > 0 ? ", " + untried + " not tried" : ""));
    }

    private static Judgement connections(Scene scene) throws InterruptedException {
        long most = scene.target().server().number("max_connections")
                - scene.target().server().number("superuser_reserved_connections")
                - scene.target().server().number("reserved_connections")
                - scene.context().limits().warm().reserve();
        long used = scene.target().activity().connections();
        long sessions = scene.context().traffic().snapshot().sessions();
        long needed = scene.context().site().ownBackends().links(scene.context().site().shard(), sessions);
        String found = sessions + " sessions" + (needed == sessions ? ", " : " with " + needed + " links, ") + Math.max(0, most - used) + " of " + most + " connections free on " + scene.target().name()
                + " (" + scene.context().limits().warm().reserve() + " more are left to operators, limits.warm.reserve)";
        return refuseUnless(
                used + needed <= most,
                found,
                "raise max_connections on " + scene.target().name() + " and restart it, or end sessions there");
    }

    private static Judgement wayBack(Scene scene) throws InterruptedException {
        Follow follow = scene.wayBack();
        if (!follow.tried()) {
            return warn("not tried: no psql on " + scene.source().name(), "install PostgreSQL's client programs there");
        }
        return refuseUnless(
                follow.obstacle().isEmpty(),
                follow.obstacle().isEmpty() ? scene.target().name() + " lets " + scene.source().name() + " in as a standby" : follow.obstacle(),
                "add a line for replication by Segue's role from " + scene.source().name() + " to pg_hba.conf on " + scene.target().name());
    }
}
