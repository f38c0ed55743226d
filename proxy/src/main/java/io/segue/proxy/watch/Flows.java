package io.segue.proxy.watch;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What has passed, by database: of the sessions that are there and of those that were. A session counts for itself, in fields of its own, so
 * that a message on its way costs an addition and nothing is shared. Any thread.
 */
public final class Flows {

    private final ConcurrentHashMap<Long, Open> open = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Flow> ended = new ConcurrentHashMap<>();

    private record Open(String database, Supplier<Flow> flow) {}

    /** @param flow called by any thread at any time; a figure that is a moment old will do */
    public void begin(long session, String database, Supplier<Flow> flow) {
        open.put(session, new Open(database, flow));
    }

    /** On the session's event loop, when nothing passes any more. */
    public void end(long session) {
        Open last = open.remove(session);
        if (last != null) {
            ended.merge(last.database(), last.flow().get(), Flow::plus);
        }
    }

    /** A session that ends at this very moment may be left out once. */
    public Map<String, Flow> byDatabase() {
        Map<String, Flow> flows = new TreeMap<>(ended);
        open.values().forEach(each -> flows.merge(each.database(), each.flow().get(), Flow::plus));
        return flows;
    }
}
