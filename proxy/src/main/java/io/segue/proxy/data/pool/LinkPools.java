package io.segue.proxy.data.pool;

import io.netty.channel.EventLoop;
import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.PoolRule;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.gate.ShardGate;
import io.segue.proxy.route.Shard;
import io.segue.proxy.watch.PoolView;
import io.segue.proxy.watch.PoolViews;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * All pools, made as sessions come that have one. Any thread.
 *
 * @param <K> what a link knows of those it was lent to
 */
public final class LinkPools<K> {

    private final List<PoolRule> rules;
    private final Map<Shard, ShardGate> gates;
    private final BackendDialer dialer;
    private final Duration talkLimit;
    private final Supplier<K> nothing;
    private final PoolViews views;
    private final Map<PoolKey, SharedPool<K>> pools = new ConcurrentHashMap<>();

    /**
     * @param talkLimit for the reset of a link
     * @param nothing what a link knows that was not lent yet, or was reset
     * @param views where the pools can be seen
     */
    public LinkPools(
            List<PoolRule> rules, Map<Shard, ShardGate> gates, BackendDialer dialer, Duration talkLimit, Supplier<K> nothing, PoolViews views) {
        this.rules = List.copyOf(rules);
        this.gates = gates;
        this.dialer = dialer;
        this.talkLimit = talkLimit;
        this.nothing = nothing;
        this.views = views;
    }

    /** The pool of a database and a role on an event loop; empty when its sessions have links of their own. */
    public Optional<LinkPool<K>> find(EventLoop loop, Shard shard, String database, String user) {
        return PoolRule.find(rules, database, user)
                .filter(rule -> rule.mode() != PoolMode.DEDICATED)
                .map(rule -> pools.computeIfAbsent(new PoolKey(shard, database, user), key -> shared(key, rule)).on(loop));
    }

    /** Whether sessions of a database and a role may give their links back behind each transaction. */
    public boolean isForTransactions(String database, String user) {
        return PoolRule.find(rules, database, user).filter(rule -> rule.mode() == PoolMode.TRANSACTION).isPresent();
    }

    private SharedPool<K> shared(PoolKey key, PoolRule rule) {
        SharedPool<K> shared = new SharedPool<>(rule, (pool, loop) -> new LinkPool<>(
                pool, loop, gates.get(key.shard()).lane(loop), dialer, talkLimit, nothing));
        views.enter(() -> view(key, shared));
        return shared;
    }

    private PoolView view(PoolKey key, SharedPool<K> shared) {
        PoolRule rule = shared.rule();
        return new PoolView(
                key.database(), key.user(), key.shard().name(), rule.mode().toString(), rule.size(), rule.min(), rule.reserve(),
                shared.sum(LinkPool::lent), shared.sum(LinkPool::idle), shared.sum(LinkPool::resetting), shared.sum(LinkPool::dialling),
                shared.sum(LinkPool::pinned),
                shared.processes());
    }
}
