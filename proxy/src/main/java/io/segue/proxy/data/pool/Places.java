package io.segue.proxy.data.pool;

import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.route.Node;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The places that the links of a pool take on their servers, as one event loop takes and gives them: a place is taken before a link is opened, and is
 * free again when that is closed. Event loop.
 */
final class Places<K> {

    private final SharedPool<K> shared;
    private final IdleLinks<K> idle;
    private final Supplier<K> nothing;
    private final FixedParameters parameters = new FixedParameters();

    /** @param nothing what a link knows that was just opened */
    Places(SharedPool<K> shared, IdleLinks<K> idle, Supplier<K> nothing) {
        this.shared = shared;
        this.idle = idle;
        this.nothing = nothing;
    }

    /** What a link must have been opened with to be lent to a session. */
    Map<String, String> fixed(StartupMessage startup) {
        return parameters.of(startup);
    }

    /** Links to {@code node}, over all loops. */
    int taken(Node node) {
        return shared.budget().open(node);
    }

    /** Takes one that is free. */
    boolean takeFree(Node node) {
        return shared.budget().take(node);
    }

    /** Takes one that is free, or that of a link that nobody uses: it did not fit. */
    boolean take(Node node) {
        if (takeFree(node)) {
            return true;
        }
        Optional<PooledLink<K>> unfit = idle.takeAny(node);
        unfit.ifPresent(link -> {
            link.link().close();
            shared.closed(link.link());
            shared.budget().give(node);
        });
        return unfit.isPresent() && takeFree(node);
    }

    /** Takes one that is free, or one of the reserve. */
    boolean takeReserve(Node node) {
        return shared.budget().takeReserve(node);
    }

    /** Gives one back: somebody may wait for it. */
    void give(Node node) {
        shared.budget().give(node);
        shared.placeIsFree();
    }

    /** A link was opened in a place on {@code node}; the shard may have moved meanwhile. */
    PooledLink<K> opened(Node node, BackendLink link, StartupMessage startup) {
        shared.budget().move(node, link.node());
        return enrol(link, startup);
    }

    /** {@code link} is there instead of {@code before}. */
    PooledLink<K> moved(PooledLink<K> before, BackendLink link, StartupMessage startup) {
        shared.closed(before.link());
        return opened(before.link().node(), link, startup);
    }

    private PooledLink<K> enrol(BackendLink link, StartupMessage startup) {
        shared.opened(link);
        return new PooledLink<>(
                link, fixed(startup), FixedParameters.application(startup), nothing.get(), System.nanoTime());
    }

    void close(PooledLink<K> link) {
        link.link().close();
        forget(link);
    }

    /** It is closed. */
    void forget(PooledLink<K> link) {
        shared.closed(link.link());
        give(link.link().node());
    }
}
