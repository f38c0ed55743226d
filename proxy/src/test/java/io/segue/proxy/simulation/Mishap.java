package io.segue.proxy.simulation;

import io.segue.proxy.control.migration.model.Ailments;
import io.segue.proxy.control.migration.model.Faults;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelServer;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/** What can go wrong in a move. Some of it is there from the beginning, some of it comes at a tick that the seed says. */
enum Mishap {
    NONE,
    CRASH_AFTER_LINE,
    CRASH_BEFORE_LINE,
    TORN_LINE,
    CRASH_AT_CALL,
    CALL_FAILS,
    DISK_FULL,
    STANDBY_STUTTERS,
    STANDBY_FREEZES,
    STANDBY_CUT_OFF,
    SOURCE_CUT_OFF,
    SOURCE_LOSES_POWER,
    STANDBY_LOSES_POWER,
    SOURCE_RESTARTED_BEHIND_OUR_BACK,
    PROMOTION_MISSED,
    STOP_DELAYED,
    ARCHIVER_HANGS,
    CLIENT_DOES_NOT_END,
    /** The wall clock that Segue sees, by hours. What must last or end in time goes by another clock. */
    CLOCK_JUMPS;

    private static final int MOST_LINES = 14;
    private static final int MOST_CALLS = 120;

    /** Whether clients may be told of errors because of it. */
    boolean excusesErrors() {
        return switch (this) {
            case NONE, STANDBY_STUTTERS, PROMOTION_MISSED, STOP_DELAYED, ARCHIVER_HANGS, CLIENT_DOES_NOT_END, CALL_FAILS, DISK_FULL,
                    STANDBY_FREEZES, CLOCK_JUMPS -> false;
            case CRASH_AFTER_LINE, CRASH_BEFORE_LINE, TORN_LINE, CRASH_AT_CALL, STANDBY_CUT_OFF, SOURCE_CUT_OFF, SOURCE_LOSES_POWER,
                    STANDBY_LOSES_POWER, SOURCE_RESTARTED_BEHIND_OUR_BACK -> true;
        };
    }

    /** From before the move. Whether a standby stutters depends on the tick alone: it is looked at from other threads as well. */
    void prepare(World world, ModelFiles files, ModelServer source, ModelServer target, Random random, LongSupplier ticks) {
        Ailments ofTarget = target.ailments();
        long salt = random.nextLong() | 1;
        int line = random.nextInt(MOST_LINES);
        int call = random.nextInt(MOST_CALLS);
        switch (this) {
            case CRASH_AFTER_LINE -> files.plan(ModelFiles.Kind.CRASH_AFTER, line);
            case CRASH_BEFORE_LINE -> files.plan(ModelFiles.Kind.CRASH_BEFORE, line);
            case TORN_LINE -> files.plan(ModelFiles.Kind.CRASH_TORN, line);
            case DISK_FULL -> files.plan(ModelFiles.Kind.FULL, line);
            case CRASH_AT_CALL -> world.faults().plan(random.nextBoolean() ? Faults.Kind.CRASH_BEFORE : Faults.Kind.CRASH_AFTER, call);
            case CALL_FAILS -> world.faults().plan(random.nextBoolean() ? Faults.Kind.FAIL_BEFORE : Faults.Kind.FAIL_AFTER, call);
            case STANDBY_STUTTERS -> ofTarget.stutter(() -> (ticks.getAsLong() * salt >>> 33) % 3 > 0);
            case PROMOTION_MISSED -> ofTarget.ignorePromotions(1 + random.nextInt(3));
            case STOP_DELAYED -> source.ailments().delayStop(1 + random.nextInt(40));
            case ARCHIVER_HANGS -> source.ailments().hangArchiver();
            case NONE, STANDBY_FREEZES, STANDBY_CUT_OFF, SOURCE_CUT_OFF, SOURCE_LOSES_POWER, STANDBY_LOSES_POWER,
                    SOURCE_RESTARTED_BEHIND_OUR_BACK, CLIENT_DOES_NOT_END, CLOCK_JUMPS -> { }
        }
    }

    /** At its tick. */
    void strike(ModelServer source, ModelServer target, SimClock clock) {
        switch (this) {
            case STANDBY_FREEZES -> target.ailments().freeze();
            case STANDBY_CUT_OFF -> target.ailments().unreachable(true);
            case SOURCE_CUT_OFF -> source.ailments().unreachable(true);
            case SOURCE_LOSES_POWER -> source.crash();
            case STANDBY_LOSES_POWER -> target.crash();
            case SOURCE_RESTARTED_BEHIND_OUR_BACK -> startAgain(source);
            case CLOCK_JUMPS -> clock.jump(Duration.ofHours(clock.nanos() % 2 == 0 ? -5 : 5));
            case NONE, CRASH_AFTER_LINE, CRASH_BEFORE_LINE, TORN_LINE, CRASH_AT_CALL, CALL_FAILS, DISK_FULL, STANDBY_STUTTERS, PROMOTION_MISSED,
                    STOP_DELAYED, ARCHIVER_HANGS, CLIENT_DOES_NOT_END -> { }
        }
    }

    /** What strikes at a tick ends by itself: a network comes back, a machine boots. */
    void end(World world) {
        switch (this) {
            case STANDBY_FREEZES, STANDBY_CUT_OFF, SOURCE_CUT_OFF, SOURCE_LOSES_POWER, STANDBY_LOSES_POWER, SOURCE_RESTARTED_BEHIND_OUR_BACK ->
                List.of(world.a().server(), world.b().server()).forEach(server -> {
                    server.ailments().heal();
                    if (this == SOURCE_LOSES_POWER || this == STANDBY_LOSES_POWER) {
                        startAgain(server);
                    }
                });
            case NONE, CRASH_AFTER_LINE, CRASH_BEFORE_LINE, TORN_LINE, CRASH_AT_CALL, CALL_FAILS, DISK_FULL, STANDBY_STUTTERS, PROMOTION_MISSED,
                    STOP_DELAYED, ARCHIVER_HANGS, CLIENT_DOES_NOT_END, CLOCK_JUMPS -> { }
        }
    }

    /** As a service manager or a reboot does; one that runs is left alone. */
    static void startAgain(ModelServer server) {
        if (!server.running()) {
            try {
                server.startedBySomebody();
            } catch (NodeException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
