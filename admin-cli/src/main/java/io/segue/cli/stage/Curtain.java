package io.segue.cli.stage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has to be undone when the show is over, however it ends: in reverse order, once. The main thread lets it fall at the end, and the
 * virtual machine's shutdown does on Ctrl-C.
 */
public final class Curtain {

    private final Narrator narrator;
    private final Deque<Step> steps = new ArrayDeque<>();

    public Curtain(Narrator narrator) {
        this.narrator = narrator;
    }

    /** Ends or removes one thing. Does nothing where that has been done. */
    @FunctionalInterface
    public interface Step {
        void undo() throws IOException, InterruptedException;
    }

    public synchronized void add(Step step) {
        steps.push(step);
    }

    /** Whether there is nothing to undo. */
    public synchronized boolean hasFallen() {
        return steps.isEmpty();
    }

    /** Undoes everything that is left; a step that fails is told and does not keep the others from being done. */
    public synchronized void fall() {
        while (!steps.isEmpty()) {
            try {
                steps.pop().undo();
            } catch (IOException e) {
                narrator.line(Narrator.Style.RED, "left behind: " + e);
            } catch (InterruptedException e) {
                // Whoever is in a hurry still leaves nothing running.
                narrator.line(Narrator.Style.RED, "interrupted while clearing up; going on");
            }
        }
    }
}
