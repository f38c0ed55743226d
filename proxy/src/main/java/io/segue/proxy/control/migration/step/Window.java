package io.segue.proxy.control.migration.step;

import io.segue.proxy.config.Limits;
import io.segue.proxy.gate.GateSnapshot;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * One command's window: its terms, and the deadlines from the hold to the release. Lives in memory only: after a crash there is no window,
 * the gate's own deadline has ended it. The thread of the migration, but where it says
 * otherwise.
 */
public final class Window {

    private final Terms terms;
    private final LastLook lastLook;
    private final Evidence evidence = new Evidence();
    private volatile boolean told;
    private int attempt = 1;
    private Deadline holdEnd;
    private OptionalLong heldSince = OptionalLong.empty();
    private StopForecast stop = StopForecast.NOTHING;
    private Deadline stoppedBy;
    private Deadline provedBy;
    private boolean sourceProvedStopped;
    private StandbyReads reads = StandbyReads.none();

    public Window(Terms terms, LastLook lastLook) {
        this.terms = terms;
        this.lastLook = lastLook;
    }

    public Terms terms() {
        return terms;
    }

    /** An operator says that the hold may begin. Any thread. */
    public void tellToGo() {
        told = true;
    }

    boolean mayHold() {
        return told || terms.hold() == Terms.Hold.WHEN_READY;
    }

    public Evidence evidence() {
        return evidence;
    }

    LastLook lastLook() {
        return lastLook;
    }

    /** Counts the holds of this cutover, from 1. */
    public int attempt() {
        return attempt;
    }

    /** How reads go on in the next hold. */
    void reads(StandbyReads prepared) {
        reads = prepared;
    }

    StandbyReads reads() {
        return reads;
    }

    void nextAttempt() {
        attempt++;
    }

    void held(StepClock clock, Duration hold) {
        holdEnd = Deadline.in(clock, hold);
        heldSince = OptionalLong.of(clock.nanos());
    }

    /** The hold, if this run has begun one, is over. */
    void released(StepClock clock, GateSnapshot gate) {
        heldSince.ifPresent(since -> evidence.released(gate, Duration.ofNanos(clock.nanos() - since)));
        heldSince = OptionalLong.empty();
    }

    /** How long the hold will still last by itself. */
    Duration holdLeft() {
        return holdEnd.left();
    }

    /** How long the stop should take. */
    void forecast(StopForecast next) {
        stop = next;
    }

    StopForecast forecast() {
        return stop;
    }

    /**
     * The stop begins. It cannot be called off: to give up early gains nothing, as long as enough of the hold is left for the way back. Stop and proof
     * together get three quarters of the switchover budget in any event; the rest is the promotion's.
     */
    void stopping(StepClock clock, Limits.Window limits) {
        stoppedBy = Deadline.in(clock, StopForecast.limit(limits, holdLeft()));
        provedBy = Deadline.in(clock, limits.switchover().multipliedBy(3).dividedBy(4));
    }

    /** When the source must be stopped, or the way back is taken. */
    Deadline stoppedBy() {
        return stoppedBy;
    }

    /** The proof begins. After a stop that took long it has a quarter of the switchover budget. */
    void proving(StepClock clock, Limits.Window limits) {
        Duration quarter = limits.switchover().dividedBy(4);
        if (provedBy.left().compareTo(quarter) < 0) {
            provedBy = Deadline.in(clock, quarter);
        }
    }

    /** When the target must be proved to have everything, or the way back is taken. */
    Deadline provedBy() {
        return provedBy;
    }

    void sourceProvedStopped() {
        sourceProvedStopped = true;
    }

    /** Whether this very run has just proved that the source is stopped. True once: later somebody may have started it. */
    boolean takeProofOfStop() {
        boolean proved = sourceProvedStopped;
        sourceProvedStopped = false;
        return proved;
    }
}
