package io.segue.proxy.gate;

import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the sessions of one lane that have to log in anew after a move do so a few at a time, in the order in which they came: a server that
 * was just promoted has other work than two thousand logins at once, and somebody who wants to look at it shall get in. Sessions for which
 * nobody waits let the others go first. As many wait as there are sessions. One event loop.
 */
public final class LoginRamp {

    private static final Logger log = LoggerFactory.getLogger(LoginRamp.class);

    private final int atOnce;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Queue<Runnable> atLeisure = new ArrayDeque<>();
    private int underWay;
    private boolean letting;

    LoginRamp(int atOnce) {
        this.atOnce = Math.max(1, atOnce);
    }

    /** Runs {@code login} when it is its turn, perhaps from within this call; {@link #leave} must follow when it has ended, whichever way. */
    public void enter(Runnable login) {
        waiting.add(login);
        letIn();
    }

    /** As {@link #enter}, but behind everybody who has something to do with it, whenever he comes. */
    public void enterAtLeisure(Runnable login) {
        atLeisure.add(login);
        letIn();
    }

    /** A login has ended. The next one begins. */
    public void leave() {
        underWay--;
        letIn();
    }

    /** One that ends from within its own beginning comes back here: then the loop that let it in goes on, and this is not entered twice. */
    private void letIn() {
        if (letting) {
            return;
        }
        letting = true;
        while (underWay < atOnce && waiting() > 0) {
            underWay++;
            begin(waiting.isEmpty() ? atLeisure.poll() : waiting.poll());
        }
        letting = false;
    }

    /** A fault in one session must not keep the others waiting. */
    private void begin(Runnable login) {
        try {
            login.run();
        } catch (RuntimeException e) {
            underWay--;
            log.error("a session's login failed before it began", e);
        }
    }

    /** How many wait for their turn. Read by other threads for display: may be a moment old. */
    int waiting() {
        return waiting.size() + atLeisure.size();
    }
}
