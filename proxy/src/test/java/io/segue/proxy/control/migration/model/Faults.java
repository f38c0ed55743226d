package io.segue.proxy.control.migration.model;

import io.segue.proxy.control.node.NodeException;
import java.util.ArrayList;
import java.util.List;

/** Makes one call to a node fail, or be the last one: the n-th of a run, before or after it took effect. */
public final class Faults {

    /** What happens at the chosen call. */
    public enum Kind {
        NONE,
        FAIL_BEFORE,
        FAIL_AFTER,
        CRASH_BEFORE,
        CRASH_AFTER
    }

    private final List<String> calls = new ArrayList<>();
    private Kind kind = Kind.NONE;
    private int at = -1;

    /** From now on calls are counted anew, and the one with this number (from 0) goes wrong. */
    public synchronized void plan(Kind next, int number) {
        calls.clear();
        kind = next;
        at = number;
    }

    public synchronized void none() {
        plan(Kind.NONE, -1);
    }

    /** The calls since the last plan. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized void before(String call) throws NodeException {
        if (!concerned()) {
            return;
        }
        calls.add(call);
        if (calls.size() - 1 == at) {
            go(Kind.FAIL_BEFORE, Kind.CRASH_BEFORE, call);
        }
    }

    synchronized void after(String call) throws NodeException {
        if (concerned() && calls.size() - 1 == at) {
            go(Kind.FAIL_AFTER, Kind.CRASH_AFTER, call);
        }
    }

    /** Who only looks, for a status or a proof, is neither counted nor disturbed. */
    private static boolean concerned() {
        String thread = Thread.currentThread().getName();
        return thread.startsWith("migration") || thread.startsWith("recovery");
    }

    private void go(Kind failure, Kind crash, String call) throws NodeException {
        if (kind == failure) {
            throw new NodeException("planned failure of " + call);
        }
        if (kind == crash) {
            throw new Crash(call);
        }
    }
}
