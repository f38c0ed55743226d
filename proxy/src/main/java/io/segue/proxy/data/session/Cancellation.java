package io.segue.proxy.data.session;

import io.netty.channel.EventLoop;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.BackendLink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The cancels of one session on their way to its server, one at a time. A cancel reaches whatever runs on the link when it arrives, so that the
 * session begins nothing new until the server has closed the connection that carried it. Event loop.
 */
final class Cancellation {

    private final BackendDialer dialer;
    private final EventLoop loop;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean underWay;

    Cancellation(BackendDialer dialer, EventLoop loop) {
        this.dialer = dialer;
        this.loop = loop;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /**
     * Cancels what runs on {@code link}, behind the cancel that is under way if there is one.
     *
     * @param stillRuns asked when that one is over: if not, this one has no effect
     * @param done when the request has had its effect or has none
     * @param over when no cancel is under way any more
     */
    void request(BackendLink link, BooleanSupplier stillRuns, Runnable done, Runnable over) {
        if (underWay) {
            waiting.add(done);
        } else {
            send(link, stillRuns, List.of(done), over);
        }
    }

    private void send(BackendLink link, BooleanSupplier stillRuns, List<Runnable> done, Runnable over) {
        underWay = true;
        dialer.cancel(loop, link.node(), link.cancelRequest(), () -> {
            underWay = false;
            done.forEach(Runnable::run);
            List<Runnable> next = List.copyOf(waiting);
            waiting.clear();
            if (!next.isEmpty() && stillRuns.getAsBoolean()) {
                send(link, stillRuns, next, over);
            } else {
                next.forEach(Runnable::run);
                over.run();
            }
        });
    }
}
