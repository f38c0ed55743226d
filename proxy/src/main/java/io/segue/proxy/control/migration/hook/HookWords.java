package io.segue.proxy.control.migration.hook;

import io.segue.proxy.config.Hook;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a hook is told, as environment variables. */
public final class HookWords {

    private final Map<String, String> words = new LinkedHashMap<>();

    /**
     * @param phase the migration's state, such as WARMING
     * @param attempt of the move, from 1
     * @param by the role that asked for the move; empty when the proxy itself goes on with interrupted work
     */
    public HookWords(Hook hook, Shard shard, Plan plan, long migration, String phase, int attempt, String by) {
        words.put("SEGUE_HOOK", hook.key());
        words.put("SEGUE_SHARD", shard.name());
        end("SEGUE_FROM", shard, plan.source());
        end("SEGUE_TO", shard, plan.target());
        words.put("SEGUE_MIGRATION", String.valueOf(migration));
        words.put("SEGUE_PHASE", phase);
        words.put("SEGUE_ATTEMPT", String.valueOf(attempt));
        words.put("SEGUE_BY", by);
    }

    private void end(String name, Shard shard, String node) {
        words.put(name, node);
        shard.node(node).map(Node::address).ifPresent(address -> {
            words.put(name + "_HOST", address.host());
            words.put(name + "_PORT", String.valueOf(address.port()));
        });
    }

    /**
     * What came of the move.
     *
     * @param result DONE, FAILED or INCOMPLETE
     * @param traffic the node that has it
     */
    public HookWords ended(String result, String traffic, String message) {
        words.put("SEGUE_RESULT", result);
        words.put("SEGUE_TRAFFIC", traffic);
        words.put("SEGUE_MESSAGE", message);
        return this;
    }

    public Map<String, String> all() {
        return Map.copyOf(words);
    }
}
