package io.segue.proxy.config;

import io.segue.proxy.config.SegueConfig.ClientHeader;
import io.segue.proxy.config.SegueConfig.HttpPage;
import io.segue.proxy.config.SegueConfig.Listener;
import io.segue.proxy.config.SegueConfig.OwnRole;
import io.segue.proxy.config.SegueConfig.ShardConfig;
import io.segue.proxy.config.schema.Block;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Makes the records of a configuration in which nothing was found wrong. */
final class Assembly {

    private final Block segue;

    Assembly(Block segue) {
        this.segue = segue;
    }

    SegueConfig assemble(Secret password) {
        Block role = segue.section(Keys.ROLE);
        return new SegueConfig(
                segue.list(Keys.LISTEN).stream().map(Assembly::listener).toList(),
                HbaAssembly.of(segue),
                segue.section(Keys.HTTP).map(http -> new HttpPage(http.get(Keys.ADDRESS), http.get(Keys.PORT))),
                segue.get(Keys.TRANSPORT),
                Path.of(segue.get(Keys.STATE_DIRECTORY)),
                new OwnRole(role.get(Keys.ROLE_NAME), password, role.get(Keys.ROLE_DATABASE)),
                segue.section(Keys.CONSOLE).get(Keys.CONSOLE_ROLES),
                each(segue.named(Keys.NODES), Assembly::node),
                each(segue.named(Keys.SHARDS), (name, shard) -> shard(name, shard, segue.section(PolicyKeys.POLICIES))),
                PoolAssembly.of(segue),
                limits(segue.section(Keys.LIMITS)));
    }

    private static Listener listener(Block listen) {
        return new Listener(
                listen.get(Keys.ADDRESS),
                listen.get(Keys.PORT),
                listen.get(Keys.AUTHENTICATION),
                listen.section(Keys.TLS).map(tls -> new TlsBlock(tls).files()),
                listen.find(Keys.PROXY_PROTOCOL).orElse(false) ? ClientHeader.PROXY_PROTOCOL : ClientHeader.NONE);
    }

    private static NodeConfig node(String name, Block node) {
        return new NodeConfig(
                name,
                node.get(Keys.HOST),
                node.get(Keys.NODE_PORT),
                node.get(Keys.DATA_DIRECTORY),
                node.find(Keys.CONFIG_FILE),
                node.get(Keys.BINARIES),
                node.get(Keys.SHELL),
                node.find(Keys.START_COMMAND),
                node.find(Keys.STOP_COMMAND),
                node.section(Keys.NODE_TLS).map(Assembly::nodeTls).orElseGet(() -> NodeTls.standard(node.get(Keys.HOST))),
                node.find(Keys.SOCKET_DIRECTORY));
    }

    private static NodeTls nodeTls(Block tls) {
        return new NodeTls(tls.get(Keys.TLS_MODE), tls.find(Keys.CA).map(Path::of), tls.find(Keys.NODE_CA));
    }

    private static ShardConfig shard(String name, Block shard, Block policies) {
        return new ShardConfig(
                name, shard.get(Keys.DATABASES), shard.get(Keys.SHARD_NODES), PolicyKeys.policies(shard, policies),
                shard.section(Keys.HOOKS).map(Assembly::hooks).orElse(Map.of()),
                shard.list(Keys.PROBES).stream().map(Assembly::probe).toList());
    }

    private static SqlProbe probe(Block probe) {
        return new SqlProbe(probe.get(Keys.PROBE_NAME), probe.get(Keys.PROBE_DATABASE), probe.get(Keys.PROBE_SQL), probe.get(Keys.PROBE_EXPECT));
    }

    private static Map<Hook, Path> hooks(Block block) {
        Map<Hook, Path> programs = new EnumMap<>(Hook.class);
        Keys.HOOK_PROGRAMS.forEach((hook, key) -> block.find(key).ifPresent(program -> programs.put(hook, Path.of(program))));
        return programs;
    }

    private static Limits limits(Block limits) {
        Block warm = limits.section(Keys.WARM);
        return new Limits(
                clients(limits),
                new Limits.Sessions(limits.get(Keys.LOGIN), Math.toIntExact(limits.get(Keys.SESSION_MEMORY)), limits.get(Keys.SHUTDOWN)),
                new Limits.Calls(limits.get(Keys.CONNECT), limits.get(Keys.NODE_CALL), limits.get(Keys.START)),
                new Limits.Window(
                        limits.get(Keys.HOLD),
                        limits.get(Keys.DRAIN),
                        limits.get(Keys.SWITCHOVER),
                        limits.get(Keys.HOLD_GAP),
                        limits.get(Keys.ATTEMPTS)),
                new Limits.Line(limits.get(Keys.HELD_SESSIONS), limits.get(Keys.RAMP)),
                new Limits.Warm(
                        warm.get(Keys.WARM_DURATION),
                        warm.get(Keys.WARM_CONCURRENCY),
                        warm.get(Keys.WARM_SESSIONS),
                        warm.get(Keys.WARM_RESERVE),
                        warm.get(Keys.WARM_RENEWAL)),
                new Limits.Standby(
                        limits.get(Keys.LAG), limits.get(Keys.READY_LAG), limits.get(Keys.WAL_ROOM), limits.get(Keys.VERIFY_RATE)),
                new Limits.Hooks(limits.get(Keys.HOOK), limits.get(Keys.FENCED_HOOK)),
                limits.get(Keys.POSTPONE));
    }

    private static ClientLimits clients(Block limits) {
        return new ClientLimits(
                limits.get(Keys.CLIENTS),
                limits.get(Keys.RESERVED_CLIENTS),
                limits.get(Keys.CONSOLES),
                limits.get(Keys.HALF_OPEN_LOGINS),
                limits.get(Keys.CLIENTS_PER_DATABASE),
                limits.get(Keys.CLIENTS_PER_ROLE),
                limits.get(Keys.CLIENTS_PER_ADDRESS),
                limits.get(Keys.CLIENT_IDLE));
    }

    private static <T> Map<String, T> each(Map<String, Block> blocks, BiFunction<String, Block, T> make) {
        Map<String, T> made = new LinkedHashMap<>();
        blocks.forEach((name, block) -> made.put(name, make.apply(name, block)));
        return Collections.unmodifiableMap(made);
    }
}
