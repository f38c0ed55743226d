package io.segue.proxy.watch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The pools of links there are. Pools enter on event loops; the console and control read. */
public final class PoolViews {

    private final List<Supplier<PoolView>> views = new CopyOnWriteArrayList<>();

    /** @param view called by any thread at any time, so it may read only what allows it */
    public void enter(Supplier<PoolView> view) {
        views.add(view);
    }

    public List<PoolView> pools() {
        return views.stream().map(Supplier::get).toList();
    }

    public Stream<PoolView> ofShard(String shard) {
        return pools().stream().filter(pool -> pool.shard().equals(shard));
    }
}
