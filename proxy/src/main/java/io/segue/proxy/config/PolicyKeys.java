package io.segue.proxy.config;

import static io.segue.proxy.config.schema.Kinds.oneOf;
import static io.segue.proxy.config.schema.Setting.optional;
import static io.segue.proxy.config.schema.Setting.required;

import io.segue.proxy.config.schema.Block;
import io.segue.proxy.config.schema.Kind;
import io.segue.proxy.config.schema.OptionalSection;
import io.segue.proxy.config.schema.Section;
import io.segue.proxy.config.schema.Setting;
import io.segue.proxy.route.MovePolicies;
import io.segue.proxy.route.MovePolicies.Listeners;
import io.segue.proxy.route.MovePolicies.Transactions;
import io.segue.proxy.route.MovePolicies.Unmovable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What moves may do to sessions in their way: keys of {@code policies}, for all shards, and of one shard's own, which wins. */
final class PolicyKeys {

    private static final Kind<Unmovable> UNMOVABLE =
            oneOf(new TreeMap<>(Map.of("refuse", Unmovable.REFUSE, "terminate", Unmovable.TERMINATE)));
    private static final Kind<Transactions> TRANSACTIONS =
            oneOf(new TreeMap<>(Map.of("abort", Transactions.ABORT, "terminate", Transactions.TERMINATE)));
    private static final Kind<Listeners> LISTENERS =
            oneOf(new TreeMap<>(Map.of("terminate", Listeners.TERMINATE, "relisten", Listeners.RELISTEN)));

    private static final Keyed<Unmovable> UNMOVABLE_SESSIONS = new Keyed<>("unmovable-sessions", UNMOVABLE, "refuse");
    private static final Keyed<Transactions> OPEN_TRANSACTIONS = new Keyed<>("open-transactions", TRANSACTIONS, "abort");
    private static final Keyed<Listeners> LISTEN = new Keyed<>("listen", LISTENERS, "terminate");

    static final Section POLICIES = new Section("policies", UNMOVABLE_SESSIONS.ofAll(), OPEN_TRANSACTIONS.ofAll(), LISTEN.ofAll());
    static final OptionalSection OF_SHARD =
            new OptionalSection(new Section("policies", UNMOVABLE_SESSIONS.ofShard(), OPEN_TRANSACTIONS.ofShard(), LISTEN.ofShard()));

    /** One policy: it has a default, and a shard need not say anything of it. */
    private record Keyed<T>(Setting<T> ofAll, Setting<T> ofShard) {

        Keyed(String key, Kind<T> kind, String example) {
            this(required(key, kind, example), optional(key, kind, example));
        }

        T of(Optional<Block> shard, Block all) {
            return shard.flatMap(own -> own.find(ofShard)).orElseGet(() -> all.get(ofAll));
        }
    }

    private PolicyKeys() {}

    static MovePolicies policies(Block shard, Block all) {
        Optional<Block> own = shard.section(OF_SHARD);
        return new MovePolicies(UNMOVABLE_SESSIONS.of(own, all), OPEN_TRANSACTIONS.of(own, all), LISTEN.of(own, all));
    }
}
