package io.segue.proxy.config;

import static io.segue.proxy.config.schema.Entry.blamed;
import static io.segue.proxy.config.schema.Kinds.written;

import io.segue.proxy.config.schema.Block;
import io.segue.proxy.config.schema.Entry;
import io.segue.proxy.config.schema.Findings;
import io.segue.proxy.config.schema.Setting;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/** How the limits must relate to each other. A rule is skipped when one of its limits could not be read. */
final class Budgets {

    /** Connection pools give up the validation of a connection after 5 s, so no client may wait that long in a hold. */
    private static final Duration LONGEST_HOLD = Duration.ofMillis(4_500);

    private final Block limits;
    private final Findings findings;

    Budgets(Block limits, Findings findings) {
        this.limits = limits;
        this.findings = findings;
    }

    void check() {
        holdIsBearable();
        windowFitsIntoHold();
        fencedHookLeavesTime();
        loginOutlastsConnect();
        warmSessionsKeepItsLoginsBusy();
        reserveLeavesRoom();
    }

    private void holdIsBearable() {
        limits.entry(Keys.HOLD).filter(hold -> hold.value().compareTo(LONGEST_HOLD) > 0).ifPresent(hold -> findings.add(
                hold.place(),
                "a hold of " + written(hold.value()) + " is too long: connection pools give up a connection that is silent for 5s",
                "Write " + written(LONGEST_HOLD) + " or less"));
    }

    private void windowFitsIntoHold() {
        Optional<Entry<Duration>> hold = limits.entry(Keys.HOLD);
        Optional<Entry<Duration>> drain = limits.entry(Keys.DRAIN);
        Optional<Entry<Duration>> switchover = limits.entry(Keys.SWITCHOVER);
        if (hold.isEmpty() || drain.isEmpty() || switchover.isEmpty()) {
            return;
        }
        Duration window = drain.get().value().plus(switchover.get().value());
        if (window.compareTo(hold.get().value()) > 0) {
            findings.add(
                    blamed(hold.get(), drain.get(), switchover.get()),
                    "drain (" + written(drain.get().value()) + ") and switchover (" + written(switchover.get().value()) + ") take "
                            + written(window) + ", which is longer than hold (" + written(hold.get().value())
                            + "): the hold would end in the middle of a move",
                    "Shorten drain or switchover, or raise hold up to " + written(LONGEST_HOLD));
        }
    }

    /** Half of it must be left for what the switchover is for. */
    private void fencedHookLeavesTime() {
        both(Keys.FENCED_HOOK, Keys.SWITCHOVER, (hook, switchover) -> {
            if (hook.value().multipliedBy(2).compareTo(switchover.value()) > 0) {
                findings.add(
                        blamed(hook, switchover),
                        "fenced-hook (" + written(hook.value()) + ") takes more than half of switchover (" + written(switchover.value())
                                + "), which is for stop, proof and promotion",
                        "Shorten fenced-hook or raise switchover");
            }
        });
    }

    private void loginOutlastsConnect() {
        both(Keys.LOGIN, Keys.CONNECT, (login, connect) -> {
            if (login.value().compareTo(connect.value()) <= 0) {
                findings.add(
                        blamed(login, connect),
                        "login (" + written(login.value()) + ") is not longer than connect (" + written(connect.value())
                                + "), which is a part of it",
                        "Raise login or shorten connect");
            }
        });
    }

    private void warmSessionsKeepItsLoginsBusy() {
        Block warm = limits.section(Keys.WARM);
        Optional<Entry<Integer>> sessions = warm.entry(Keys.WARM_SESSIONS);
        warm.entry(Keys.WARM_CONCURRENCY).ifPresent(concurrency -> sessions
                .filter(most -> concurrency.value() > most.value())
                .ifPresent(most -> findings.add(
                        blamed(concurrency, most),
                        concurrency.value() + " logins at the same time are more than the " + most.value() + " sessions to warm",
                        "Lower concurrency or raise sessions")));
    }

    private void reserveLeavesRoom() {
        limits.entry(Keys.CLIENTS).ifPresent(clients -> limits.entry(Keys.RESERVED_CLIENTS)
                .filter(reserved -> reserved.value() >= clients.value())
                .ifPresent(reserved -> findings.add(
                        blamed(reserved, clients),
                        "of " + clients.value() + " clients " + reserved.value() + " are reserved for the roles of the console: nobody else gets in",
                        "Lower reserved-clients or raise clients")));
    }

    private void both(Setting<Duration> first, Setting<Duration> second, BiConsumer<Entry<Duration>, Entry<Duration>> rule) {
        limits.entry(first).ifPresent(one -> limits.entry(second).ifPresent(other -> rule.accept(one, other)));
    }
}
