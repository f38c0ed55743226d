package io.segue.proxy.data.session;

import io.segue.protocol.message.ErrorFields;
import io.segue.proxy.gate.Guest.Refusal;
import io.segue.proxy.watch.HoldResult;
import io.segue.proxy.watch.Meters;
import io.segue.proxy.watch.PoolWaitResult;
import io.segue.proxy.watch.ShardMeters;
import io.segue.proxy.watch.StandbyReadResult;
import java.time.Duration;

/** What a session tells the meters: rare events only, none of it on the path of a message. */
final class SessionMeter {

    private final Meters meters;
    private final ShardMeters shardMeters;

    SessionMeter(Meters meters, ShardMeters shardMeters) {
        this.meters = meters;
        this.shardMeters = shardMeters;
    }

    void released(long sinceNanos) {
        waited(HoldResult.RELEASED, sinceNanos);
    }

    void goesToStandby(long sinceNanos) {
        waited(HoldResult.TO_STANDBY, sinceNanos);
    }

    void readOnStandby(StandbyReadResult result) {
        shardMeters.readOnStandby(result);
    }

    void cancelled(long sinceNanos) {
        waited(HoldResult.CANCELLED, sinceNanos);
    }

    void clientGoneWhileHeld(long sinceNanos) {
        waited(HoldResult.CLIENT_GONE, sinceNanos);
    }

    void refused(Refusal refusal, long sinceNanos) {
        waited(switch (refusal) {
            case NO_PRIMARY -> HoldResult.TIMED_OUT;
            case LINE_FULL -> HoldResult.REFUSED;
        }, sinceNanos);
    }

    void transactionEnded() {
        shardMeters.transactionEnded();
    }

    void saidReadOnly() {
        shardMeters.saidReadOnly();
    }

    void poolServed(long sinceNanos) {
        poolLeft(PoolWaitResult.SERVED, sinceNanos);
    }

    void poolTimedOut(long sinceNanos) {
        poolLeft(PoolWaitResult.TIMED_OUT, sinceNanos);
    }

    /** Turned away at once. */
    void poolFull() {
        shardMeters.waitedForLink(PoolWaitResult.REFUSED, Duration.ZERO);
    }

    void poolLeft(PoolWaitResult result, long sinceNanos) {
        shardMeters.waitedForLink(result, Duration.ofNanos(System.nanoTime() - sinceNanos));
    }

    void ownError(ErrorFields error) {
        meters.error(error.sqlState());
        shardMeters.told(error.sqlState(), error.message());
    }

    private void waited(HoldResult result, long sinceNanos) {
        shardMeters.waited(result, Duration.ofNanos(System.nanoTime() - sinceNanos));
    }
}
