package io.segue.proxy.control.migration.step;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * On what terms an operator wants a command carried out.
 *
 * @param by who asks; empty when it is the proxy itself
 * @param allowed names of preflight findings that shall not stop it
 */
public record Terms(String by, Set<String> allowed, Hold hold) {

    /** When the hold of a move begins. */
    public enum Hold {
        WHEN_READY,
        /** An operator says GO. */
        WHEN_TOLD
    }

    /** The finding that somebody works on the source without going through the proxy. */
    public static final String BYPASSING_CLIENTS = "bypassing-clients";

    /** Nobody asks for anything in particular. */
    public static final Terms NONE = new Terms("", Set.of(), Hold.WHEN_READY);

    public Terms {
        allowed = Collections.unmodifiableSet(new TreeSet<>(allowed));
    }

    /** The same, asked for by somebody. */
    public Terms by(String who) {
        return new Terms(who, allowed, hold);
    }

    public boolean allow(String finding) {
        return allowed.contains(finding);
    }
}
