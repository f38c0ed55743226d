package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.hook.HookResult;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.Warmth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a command has seen by the way, for its report: nothing is decided by it. Lives as long as its window. The thread of the migration.
 */
public final class Evidence {

    /**
     * Where the old timeline ends and the new one begins.
     *
     * @param fork as the new timeline's history says
     * @param walEnd the end of the old primary's last record
     */
    public record Parting(int newTimeline, Optional<Lsn> fork, Optional<Lsn> walEnd) {

        /** WAL of the old primary that the new one does not have: 0, or something is very wrong. */
        public OptionalLong bytesPastFork() {
            return fork.isPresent() && walEnd.isPresent()
                    ? OptionalLong.of(Math.max(0, walEnd.get().minus(fork.get())))
                    : OptionalLong.empty();
        }
    }

    private int timelineBefore;
    private Optional<Lsn> checkpoint = Optional.empty();
    private Optional<Lsn> replayed = Optional.empty();
    private Optional<Parting> parting = Optional.empty();
    private Optional<Warmth> warmth = Optional.empty();
    private Optional<GateSnapshot> gateAtRelease = Optional.empty();
    private final List<Duration> holds = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<HookResult> hooks = new ArrayList<>();

    void stopped(int timeline, Lsn shutdownCheckpoint) {
        timelineBefore = timeline;
        checkpoint = Optional.of(shutdownCheckpoint);
    }

    void replayed(Lsn position) {
        replayed = Optional.of(position);
    }

    void parted(Parting where) {
        parting = Optional.of(where);
    }

    void warmed(Warmth result) {
        warmth = Optional.of(result);
    }

    /** A hold has ended after {@code lasted}; {@code gate} as it was just before. */
    void released(GateSnapshot gate, Duration lasted) {
        gateAtRelease = Optional.of(gate);
        holds.add(lasted);
    }

    /** Something that could not be found out, or is worth knowing. */
    public void remark(String remark) {
        remarks.add(remark);
    }

    /** A program of the operator's has been run. */
    public void hooked(HookResult result) {
        hooks.add(result);
    }

    public List<HookResult> hooks() {
        return List.copyOf(hooks);
    }

    /** 0 when nothing was stopped. */
    public int timelineBefore() {
        return timelineBefore;
    }

    public Optional<Lsn> checkpoint() {
        return checkpoint;
    }

    public Optional<Lsn> replayed() {
        return replayed;
    }

    public Optional<Parting> parting() {
        return parting;
    }

    public Optional<Warmth> warmth() {
        return warmth;
    }

    public Optional<GateSnapshot> gateAtRelease() {
        return gateAtRelease;
    }

    /** How long each hold lasted, in order; the last one is the move's pause. */
    public List<Duration> holds() {
        return List.copyOf(holds);
    }

    public List<String> remarks() {
        return List.copyOf(remarks);
    }
}
