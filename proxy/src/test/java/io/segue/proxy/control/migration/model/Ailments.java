package io.segue.proxy.control.migration.model;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What can be wrong with a server of the model and its machine. Set by tests. */
public final class Ailments {

    private boolean frozen;
    private boolean replayPaused;
    private boolean archiverHanging;
    private boolean unreachable;
    private boolean shellLost;
    private boolean ofAnotherDirectory;
    private int promotionsToIgnore;
    private int stopDelay;
    private Duration stopAnswer = Duration.ZERO;
    private Duration shellBusy = Duration.ZERO;
    private BooleanSupplier stutter = () -> false;

    /** Its walreceiver receives nothing any more. */
    public void freeze() {
        frozen = true;
    }

    public void pauseReplay() {
        replayPaused = true;
    }

    /** After its last record is written its postmaster does not end. */
    public void hangArchiver() {
        archiverHanging = true;
    }

    /** Neither the server nor the shell on its machine answers. */
    public void unreachable(boolean now) {
        unreachable = now;
    }

    /** The server answers, the shell on its machine does not. */
    public void loseShell() {
        shellLost = true;
    }

    /** The shell on its machine works on the directory of another server. */
    public void sendShellToAnotherDirectory() {
        ofAnotherDirectory = true;
    }

    boolean isOfAnotherDirectory() {
        return ofAnotherDirectory;
    }

    /** Its walreceiver receives nothing whenever {@code now} says so; asked at every look at the world. */
    public void stutter(BooleanSupplier now) {
        stutter = now;
    }

    /** Everything is well again. */
    public void heal() {
        frozen = false;
        replayPaused = false;
        archiverHanging = false;
        unreachable = false;
        shellLost = false;
        promotionsToIgnore = 0;
        stopDelay = 0;
        stopAnswer = Duration.ZERO;
        shellBusy = Duration.ZERO;
        stutter = () -> false;
    }

    boolean shellLost() {
        return shellLost || unreachable;
    }

    /** Asked for a promotion, it does nothing, so many times. */
    public void ignorePromotions(int number) {
        promotionsToIgnore = number;
    }

    /** The next stop that is asked for takes effect only after so many looks at the world. */
    public void delayStop(int looks) {
        stopDelay = looks;
    }

    /** The shell has stopped the server when it is asked to, but says so only after so long. */
    public void delayAnswerToStop(Duration time) {
        stopAnswer = time;
    }

    /** Who wants to see its control file waits for so long until the shell is done with something else. */
    public void keepShellBusy(Duration time) {
        shellBusy = time;
    }

    Duration shellBusy() {
        return shellBusy;
    }

    Duration stopAnswer() {
        return stopAnswer;
    }

    boolean frozen() {
        return frozen || stutter.getAsBoolean();
    }

    boolean replayPaused() {
        return replayPaused;
    }

    boolean archiverHanging() {
        return archiverHanging;
    }

    public boolean unreachable() {
        return unreachable;
    }

    boolean ignoresPromotion() {
        return promotionsToIgnore-- > 0;
    }

    int takeStopDelay() {
        int looks = stopDelay;
        stopDelay = 0;
        return looks;
    }
}
