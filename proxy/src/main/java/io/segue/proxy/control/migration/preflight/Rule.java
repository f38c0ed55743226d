package io.segue.proxy.control.migration.preflight;

import io.segue.proxy.control.node.NodeException;
import java.util.Optional;

/**
 * One check: what it is called, whether it is made again right before the fence, whether an operator may allow what it refuses, and how it
 * judges.
 *
 * @param name stable, in the style {@code target-replay}
 * @param inWindow whether what it finds can turn while the move is prepared
 * @param consequence what comes of allowing it; empty when it cannot be allowed
 */
record Rule(String name, boolean inWindow, Optional<String> consequence, Judge judge) {

    /** Looks at the scene and judges; may ask a node something of its own. */
    @FunctionalInterface
    interface Judge {
        Judgement judge(Scene scene) throws NodeException, InterruptedException;
    }

    static Rule rule(String name, Judge judge) {
        return new Rule(name, false, Optional.empty(), judge);
    }

    Rule alsoInWindow() {
        return new Rule(name, true, consequence, judge);
    }

    /** @param then completes "allowed: " */
    Rule allowable(String then) {
        return new Rule(name, inWindow, Optional.of(then), judge);
    }

    /** @throws Asked.Unanswered when what it judges by could not be asked */
    Check check(Scene scene) throws InterruptedException {
        try {
            return Check.of(this, judge.judge(scene));
        } catch (NodeException e) {
            return Check.refused(name, e.getMessage(), "make the node answer and repeat the command");
        }
    }
}
