package io.segue.proxy.data.session;

import io.segue.proxy.data.session.Expected.Boundary;
import java.util.ArrayDeque;
import java.util.function.Predicate;

/** What the server still has to answer, oldest first, and how many ReadyForQuery are due in it. Event loop. */
final class ExpectedQueue {

    private final ArrayDeque<Expected> queue = new ArrayDeque<>();
    private int boundaries;

    void add(Expected expected) {
        boundaries += expected instanceof Boundary ? 1 : 0;
        queue.add(expected);
    }

    void addFirst(Expected expected) {
        boundaries += expected instanceof Boundary ? 1 : 0;
        queue.addFirst(expected);
    }

    /** @return null when nothing is due */
    Expected peek() {
        return queue.peek();
    }

    /** @return null when nothing is due */
    Expected peekLast() {
        return queue.peekLast();
    }

    /** @return null when nothing was due */
    Expected poll() {
        Expected head = queue.poll();
        boundaries -= head instanceof Boundary ? 1 : 0;
        return head;
    }

    /** Drops what stands before the first that is {@code wanted}; all, when there is none. */
    void pollUntil(Predicate<Expected> wanted) {
        while (!queue.isEmpty() && !wanted.test(queue.peek())) {
            poll();
        }
    }

    void removeAll(Expected.Step step) {
        queue.removeIf(each -> each == step);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    boolean has(Predicate<Expected> wanted) {
        return queue.stream().anyMatch(wanted);
    }

    /** How many ReadyForQuery are due. */
    int boundaries() {
        return boundaries;
    }
}
