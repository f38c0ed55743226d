package io.segue.proxy.data.pool;

import io.netty.channel.EventLoop;
import io.segue.proxy.config.PoolRule;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.watch.PoolView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/** What the parts of one pool on the event loops have in common. Any thread. */
final class SharedPool<K> {

    private final PoolRule rule;
    private final PoolBudget budget;
    private final AtomicInteger waiting = new AtomicInteger();
    private final BiFunction<SharedPool<K>, EventLoop, LinkPool<K>> make;
    private final Map<EventLoop, LinkPool<K>> parts = new ConcurrentHashMap<>();
    private final Map<BackendLink, Boolean> links = new ConcurrentHashMap<>();

    SharedPool(PoolRule rule, BiFunction<SharedPool<K>, EventLoop, LinkPool<K>> make) {
        this.rule = rule;
        this.budget = new PoolBudget(rule.size(), rule.reserve());
        this.make = make;
    }

    LinkPool<K> on(EventLoop loop) {
        return parts.computeIfAbsent(loop, it -> make.apply(this, it));
    }

    PoolRule rule() {
        return rule;
    }

    PoolBudget budget() {
        return budget;
    }

    /** Over all loops. */
    AtomicInteger waiting() {
        return waiting;
    }

    /** A place has become free: somebody may wait for it, here or on another loop. */
    void placeIsFree() {
        if (waiting.get() > 0) {
            parts.forEach((loop, part) -> loop.execute(part::serve));
        }
    }

    /** Somebody on {@code asking} waits and all places are taken: another loop may have a link that nobody uses. */
    void askOthersForAPlace(LinkPool<K> asking) {
        parts.forEach((loop, part) -> {
            if (part != asking && part.idle() > 0) {
                loop.execute(part::giveUpOneForOthers);
            }
        });
    }

    void opened(BackendLink link) {
        links.put(link, true);
    }

    void closed(BackendLink link) {
        links.remove(link);
    }

    /** Lent or not. */
    List<PoolView.Process> processes() {
        return links.keySet().stream().map(link -> new PoolView.Process(link.node().name(), link.processId())).toList();
    }

    /** Figures of a moment ago will do. */
    int sum(ToIntFunction<LinkPool<K>> figure) {
        return parts.values().stream().mapToInt(figure).sum();
    }
}
