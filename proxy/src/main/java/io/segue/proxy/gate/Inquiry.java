package io.segue.proxy.gate;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Has the guests of one lane ask their servers what they hold, as far as that is not known, a few at a time: it is for people to look at, and
 * the servers have other work. On the lane's loop.
 */
final class Inquiry {

    private static final int AT_ONCE = 4;

    private final Queue<Guest> left;
    private final Runnable done;
    private int asking;
    private boolean going;

    Inquiry(GateLane lane, Runnable done) {
        this.left = new ArrayDeque<>(lane.guests());
        this.done = done;
    }

    void begin() {
        goOn();
    }

    /** A guest can answer from within the call: then the loop that called it goes on, and this is not entered twice. */
    private void goOn() {
        going = true;
        while (asking < AT_ONCE && !left.isEmpty()) {
            asking++;
            left.poll().inquire(this::answered);
        }
        going = false;
        if (asking == 0) {
            done.run();
        }
    }

    private void answered() {
        asking--;
        if (!going) {
            goOn();
        }
    }
}
