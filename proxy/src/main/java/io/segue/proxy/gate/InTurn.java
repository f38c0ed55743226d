package io.segue.proxy.gate;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.function.BiConsumer;

/** Has something done by the guests of one lane, a few at a time: their servers have other work. On the lane's loop. */
final class InTurn {

    private final Queue<Guest> left;
    private final int atOnce;
    private final BiConsumer<Guest, Runnable> deed;
    private final Runnable done;
    private int underWay;
    private boolean going;

    /**
     * @param deed what a guest does; it is given what it runs, once, when it is done
     * @param done run when all are
     */
    InTurn(Collection<Guest> guests, int atOnce, BiConsumer<Guest, Runnable> deed, Runnable done) {
        this.left = new ArrayDeque<>(guests);
        this.atOnce = Math.max(1, atOnce);
        this.deed = deed;
        this.done = done;
    }

    void begin() {
        goOn();
    }

    /** A guest can be done from within the call: then the loop that called it goes on, and this is not entered twice. */
    private void goOn() {
        going = true;
        while (underWay < atOnce && !left.isEmpty()) {
            underWay++;
            deed.accept(left.poll(), this::oneIsDone);
        }
        going = false;
        if (underWay == 0) {
            done.run();
        }
    }

    private void oneIsDone() {
        underWay--;
        if (!going) {
            goOn();
        }
    }
}
