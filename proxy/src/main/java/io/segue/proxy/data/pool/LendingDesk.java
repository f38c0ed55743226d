package io.segue.proxy.data.pool;

import io.netty.channel.EventLoop;
import io.segue.proxy.route.Node;
import java.util.Optional;

/**
 * Where the links of a pool and those who want one meet, on one event loop. A link that is free is lent to who waits longest, or is idle until
 * somebody comes; nobody who comes is served before those who wait. Event loop.
 *
 * @param <K> what a link knows of those it was lent to
 */
final class LendingDesk<K> {

    private final EventLoop loop;
    private final WaitingLine<K> line;
    private final IdleLinks<K> idle;
    private final Places<K> places;
    private final MoveTarget target;

    private int lent;
    private int dialling;
    private boolean handingOn;

    LendingDesk(EventLoop loop, WaitingLine<K> line, IdleLinks<K> idle, Places<K> places, MoveTarget target) {
        this.loop = loop;
        this.line = line;
        this.idle = idle;
        this.places = places;
        this.target = target;
    }

    // ---- figures, also read by other threads, to whom those of a moment ago will do

    int lent() {
        return lent;
    }

    /** For whom there was a place, and whose links are not open yet. */
    int dialling() {
        return dialling;
    }

    // ---- somebody comes

    Answer<K> ask(Borrower<K> borrower) {
        if (line.isEmpty()) {
            Optional<PooledLink<K>> link = idle.take(borrower, places::forget);
            if (link.isPresent()) {
                lent++;
                return new Answer.Lent<>(link.get());
            }
            if (places.take(borrower.node())) {
                dialling++;
                return new Answer.MayDial<>();
            }
        }
        return line.join(borrower, System.nanoTime()) ? new Answer.Queued<>() : new Answer.Full<>();
    }

    /** A link to the standby of a hold, for a read. */
    Optional<PooledLink<K>> askAside(Borrower<K> borrower, Node node) {
        Optional<PooledLink<K>> found = idle.takeAside(borrower, node);
        lent += found.isPresent() ? 1 : 0;
        return found;
    }

    /** The link for which there was a place is open, and with who opened it. */
    void dialled() {
        dialling--;
        lent++;
    }

    /** There will be none. */
    void notDialled() {
        dialling--;
    }

    // ---- a link comes

    /** One that was lent is not any more, whatever becomes of it. */
    void returned() {
        lent--;
    }

    /** A link is free, and worth keeping. @return whether it is idle now, as nobody waits who has a use for it */
    boolean put(PooledLink<K> link) {
        Optional<Borrower<K>> first = line.first();
        if (first.isEmpty() || isKeptFor(link.link().node(), first.get())) {
            idle.add(link);
            return true;
        }
        Borrower<K> next = first.get();
        if (!next.node().equals(link.link().node()) || !link.fits(next)) {
            places.close(link);
        } else if (handingOn) {
            // Not from within: thousands may have use for it, one after the other, for no longer than this call.
            idle.add(link);
            loop.execute(this::serve);
        } else {
            handingOn = true;
            lend(link, next);
            handingOn = false;
        }
        return false;
    }

    /** Whether it is for the time behind a move, and of no use to who waits now. */
    private boolean isKeptFor(Node node, Borrower<K> first) {
        return target.isAt(node) && !node.equals(first.node());
    }

    // ---- who waits

    /** Those in front are served, as far as there are links and places. */
    void serve() {
        boolean served = true;
        while (served && line.first().isPresent()) {
            Borrower<K> first = line.first().get();
            Optional<PooledLink<K>> link = idle.take(first, places::forget);
            if (link.isPresent()) {
                lend(link.get(), first);
            } else {
                served = places.take(first.node());
                if (served) {
                    mayDial(first);
                }
            }
        }
    }

    private void lend(PooledLink<K> link, Borrower<K> waiting) {
        line.leave(waiting);
        lent++;
        waiting.lent(link);
    }

    /** There is a place for a link of somebody who waits. */
    void mayDial(Borrower<K> waiting) {
        line.leave(waiting);
        dialling++;
        waiting.mayDial();
    }
}
