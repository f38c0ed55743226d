package io.segue.proxy.config;

import static io.segue.proxy.config.schema.Kinds.absolutePath;
import static io.segue.proxy.config.schema.Kinds.anyText;
import static io.segue.proxy.config.schema.Kinds.duration;
import static io.segue.proxy.config.schema.Kinds.host;
import static io.segue.proxy.config.schema.Kinds.hostOrDirectory;
import static io.segue.proxy.config.schema.Kinds.oneOf;
import static io.segue.proxy.config.schema.Kinds.orOff;
import static io.segue.proxy.config.schema.Kinds.port;
import static io.segue.proxy.config.schema.Kinds.size;
import static io.segue.proxy.config.schema.Kinds.text;
import static io.segue.proxy.config.schema.Kinds.texts;
import static io.segue.proxy.config.schema.Kinds.wholeNumber;
import static io.segue.proxy.config.schema.Setting.optional;
import static io.segue.proxy.config.schema.Setting.required;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.schema.Kind;
import io.segue.proxy.config.schema.Named;
import io.segue.proxy.config.schema.OptionalSection;
import io.segue.proxy.config.schema.Repeated;
import io.segue.proxy.config.schema.Section;
import io.segue.proxy.config.schema.Setting;
import io.segue.proxy.config.schema.Switchable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.regex.Pattern;

/**
 * Every key of {@code segue.conf}, once: what it is called and what its value must be. What a key is for stands in {@code reference.conf}
 * and in {@code conf/segue.conf}.
 */
final class Keys {

    static final Setting<String> ADDRESS = required("address", host(), "\"127.0.0.1\"");
    static final Setting<Integer> PORT = required("port", port(), "6432");
    static final Setting<Authentication> AUTHENTICATION = required(
            "authentication",
            oneOf(new TreeMap<>(Map.of(
                    "scram-sha-256", Authentication.SCRAM_SHA_256, "trust", Authentication.TRUST, "hba", Authentication.HBA))),
            "scram-sha-256");
    /** A directory stands for the Unix-domain socket in it, as in libpq. */
    static final Setting<String> LISTEN_ADDRESS = required(ADDRESS.key(), hostOrDirectory(), "\"127.0.0.1\"");
    static final Setting<String> CERTIFICATE = required("certificate", absolutePath(), "\"/etc/segue/server.crt\"");
    static final Setting<String> KEY = required("key", absolutePath(), "\"/etc/segue/server.key\"");
    static final Setting<String> CLIENT_CA = optional("client-ca", absolutePath(), "\"/etc/segue/clients.crt\"");
    static final OptionalSection TLS = new OptionalSection(new Section("tls", CERTIFICATE, KEY, CLIENT_CA));
    static final Setting<Boolean> PROXY_PROTOCOL =
            optional("proxy-protocol", oneOf(new TreeMap<>(Map.of("on", true, "off", false))), "on");
    static final Repeated LISTEN =
            Repeated.atLeastOne(new Section("listen", LISTEN_ADDRESS, PORT, AUTHENTICATION, TLS, PROXY_PROTOCOL));

    static final Switchable HTTP = new Switchable(new Section("http", ADDRESS, PORT));

    static final Setting<TransportKind> TRANSPORT = required(
            "transport",
            oneOf(Arrays.stream(TransportKind.values()).collect(Collectors.toMap(
                    TransportKind::toString, kind -> kind, (one, _) -> one, TreeMap::new))),
            "auto");
    static final Setting<String> STATE_DIRECTORY = required("state-directory", absolutePath(), "\"/var/lib/segue\"");

    static final Setting<String> ROLE_NAME = required("name", text(), "segue");
    static final Setting<String> ROLE_DATABASE = required("database", text(), "postgres");
    /** Not checked as a path here, because the message would show it: somebody may have written the password itself. */
    static final Setting<String> PASSWORD_FILE = optional("password-file", text(), "\"/etc/segue/password\"");
    static final Setting<String> PASSWORD_ENVIRONMENT = optional("password-environment", text(), "SEGUE_PASSWORD");
    static final Section ROLE = new Section("role", ROLE_NAME, ROLE_DATABASE, PASSWORD_FILE, PASSWORD_ENVIRONMENT);

    static final Setting<List<String>> CONSOLE_ROLES = required("roles", texts(), "[\"ops\"]");
    static final Section CONSOLE = new Section("console", CONSOLE_ROLES);

    private static final Pattern NAMES = Pattern.compile("[a-z][a-z0-9_]{0,29}");
    private static final String NAME_RULE =
            "Write up to 30 of a-z, 0-9 and _, a letter first: replication slots are named after it, and it is typed in the console without quotes";

    static final Setting<String> HOST = required("host", host(), "\"10.0.0.11\"");
    static final Setting<Integer> NODE_PORT = required("port", port(), "5432");
    static final Setting<String> DATA_DIRECTORY = required("data-directory", absolutePath(), "\"/var/lib/postgresql/15/main\"");
    static final Setting<String> CONFIG_FILE = optional("config-file", absolutePath(), "\"/etc/postgresql/15/main/postgresql.conf\"");
    static final Setting<String> BINARIES = required("binaries", absolutePath(), "\"/usr/lib/postgresql/15/bin\"");
    static final Setting<List<String>> SHELL = required("shell", texts(), "[\"ssh\", \"node_a\", \"sh\"]");
    static final Setting<String> START_COMMAND = optional("start-command", text(), "\"sudo systemctl start postgresql@15-main\"");
    static final Setting<String> STOP_COMMAND = optional("stop-command", text(), "\"sudo systemctl stop postgresql@15-main\"");
    static final Setting<NodeTls.Mode> TLS_MODE = required(
            "mode", oneOf(new TreeMap<>(Map.of(
                    "disable", NodeTls.Mode.DISABLE, "require", NodeTls.Mode.REQUIRE, "verify-ca", NodeTls.Mode.VERIFY_CA,
                    "verify-full", NodeTls.Mode.VERIFY_FULL))), "verify-full");
    static final Setting<String> CA = optional("ca", absolutePath(), "\"/etc/segue/servers.crt\"");
    static final Setting<String> NODE_CA = optional("node-ca", absolutePath(), "\"/etc/ssl/servers.crt\"");
    static final OptionalSection NODE_TLS = new OptionalSection(new Section("tls", TLS_MODE, CA, NODE_CA));
    static final Setting<String> SOCKET_DIRECTORY = optional("socket-directory", absolutePath(), "\"/var/run/postgresql\"");
    static final Named NODES = new Named(
            new Section("nodes", HOST, NODE_PORT, SOCKET_DIRECTORY, DATA_DIRECTORY, CONFIG_FILE, BINARIES, SHELL, START_COMMAND, STOP_COMMAND, NODE_TLS),
            NAMES, NAME_RULE);

    static final Setting<List<String>> DATABASES = required("databases", texts(), "[\"*\"]");
    static final Setting<List<String>> SHARD_NODES = required("nodes", texts(), "[node_a, node_b]");
    static final Map<Hook, Setting<String>> HOOK_PROGRAMS = hookPrograms();
    static final OptionalSection HOOKS = new OptionalSection(new Section("hooks", HOOK_PROGRAMS.values().toArray(Setting[]::new)));
    static final Setting<String> PROBE_NAME = required("name", text(), "orders");
    static final Setting<String> PROBE_DATABASE = required("database", text(), "shop");
    static final Setting<String> PROBE_SQL = required("sql", text(), "\"SELECT count(*) > 0 FROM orders\"");
    /** May be empty: no rows. */
    static final Setting<String> PROBE_EXPECT = required("expect", anyText(), "t");
    static final Repeated PROBES = Repeated.any(new Section("probes", PROBE_NAME, PROBE_DATABASE, PROBE_SQL, PROBE_EXPECT));
    static final Named SHARDS = new Named(new Section("shards", DATABASES, SHARD_NODES, PolicyKeys.OF_SHARD, HOOKS, PROBES), NAMES, NAME_RULE);

    static final Setting<Integer> CLIENTS = required("clients", wholeNumber(1, 1_000_000), "10000");
    static final Setting<Integer> RESERVED_CLIENTS = required("reserved-clients", wholeNumber(0, 1_000), "3");
    static final Setting<Integer> CONSOLES = required("consoles", wholeNumber(1, 1_000), "50");
    static final Setting<Integer> HALF_OPEN_LOGINS = required("half-open-logins", wholeNumber(1, 1_000_000), "1000");
    static final Setting<Optional<Integer>> CLIENTS_PER_DATABASE = mostOrOff("clients-per-database");
    static final Setting<Optional<Integer>> CLIENTS_PER_ROLE = mostOrOff("clients-per-role");
    static final Setting<Optional<Integer>> CLIENTS_PER_ADDRESS = mostOrOff("clients-per-address");
    static final Setting<Optional<Duration>> CLIENT_IDLE =
            required("client-idle", orOff(duration(Duration.ofMillis(1), Duration.ofDays(30))), "1h");
    static final Setting<Duration> LOGIN = time("login");
    static final Setting<Duration> CONNECT = time("connect");
    static final Setting<Duration> HOLD = time("hold");
    static final Setting<Duration> DRAIN = time("drain");
    static final Setting<Duration> SWITCHOVER = time("switchover");
    static final Setting<Duration> HOLD_GAP = time("hold-gap");
    static final Setting<Duration> POSTPONE = time("postpone");
    static final Setting<Duration> HOOK = time("hook");
    static final Setting<Duration> FENCED_HOOK = time("fenced-hook");
    static final Setting<Long> VERIFY_RATE = required("verify-rate", size(1L << 16, 1L << 40), "32MB");
    static final Setting<Integer> ATTEMPTS = required("attempts", wholeNumber(1, 100), "5");
    static final Setting<Integer> HELD_SESSIONS = required("held-sessions", wholeNumber(1, 1_000_000), "10000");
    static final Setting<Duration> WARM_DURATION = time("duration");
    static final Setting<Integer> WARM_CONCURRENCY = required("concurrency", wholeNumber(1, 1_000), "8");
    static final Setting<Integer> WARM_SESSIONS = required("sessions", wholeNumber(1, 1_000_000), "1000");
    static final Setting<Integer> WARM_RESERVE = required("reserve", wholeNumber(0, 10_000), "3");
    static final Setting<Optional<Duration>> WARM_RENEWAL =
            required("renewal", orOff(duration(Duration.ofMillis(1), Duration.ofHours(1))), "5s");
    static final Section WARM = new Section("warm", WARM_DURATION, WARM_CONCURRENCY, WARM_SESSIONS, WARM_RESERVE, WARM_RENEWAL);
    static final Setting<Integer> RAMP = required("ramp", wholeNumber(1, 1_000_000), "8");
    static final Setting<Duration> NODE_CALL = time("node-call");
    static final Setting<Duration> START = time("start");
    static final Setting<Long> LAG = required("lag", size(1, 1L << 40), "16MB");
    static final Setting<Long> WAL_ROOM = required("wal-room", size(1L << 20, 1L << 50), "256MB");
    static final Setting<Duration> READY_LAG = time("ready-lag");
    static final Setting<Long> SESSION_MEMORY = required("session-memory", size(1L << 10, 1L << 30), "1MB");
    static final Setting<Duration> SHUTDOWN = time("shutdown");
    static final Section LIMITS = new Section(
            "limits", CLIENTS, RESERVED_CLIENTS, CONSOLES, HALF_OPEN_LOGINS, CLIENTS_PER_DATABASE, CLIENTS_PER_ROLE, CLIENTS_PER_ADDRESS, CLIENT_IDLE,
            LOGIN, CONNECT, HOLD, DRAIN, SWITCHOVER, HOLD_GAP, ATTEMPTS, POSTPONE, HOOK, FENCED_HOOK, VERIFY_RATE, HELD_SESSIONS, WARM, RAMP, NODE_CALL, START, LAG,
            READY_LAG, WAL_ROOM, SESSION_MEMORY, SHUTDOWN);

    static final Section SEGUE = new Section(
            "segue", LISTEN, HbaKeys.HBA, HbaKeys.IDENTITIES, HbaKeys.USERS_FILE, HTTP, TRANSPORT, STATE_DIRECTORY, ROLE, CONSOLE, NODES, SHARDS,
            PoolKeys.POOLS, PoolKeys.POOL, PolicyKeys.POLICIES, LIMITS);

    /** The file as a whole. */
    static final Section FILE = new Section("", SEGUE);

    private Keys() {}

    private static Map<Hook, Setting<String>> hookPrograms() {
        Map<Hook, Setting<String>> programs = new EnumMap<>(Hook.class);
        for (Hook hook : Hook.values()) {
            programs.put(hook, optional(hook.key(), absolutePath(), "\"/etc/segue/hooks/" + hook.key() + "\""));
        }
        return Collections.unmodifiableMap(programs);
    }

    private static Setting<Optional<Integer>> mostOrOff(String key) {
        return required(key, orOff(wholeNumber(1, 1_000_000)), "100");
    }

    /** No limit of Segue is finer than a millisecond or longer than a day. */
    private static Setting<Duration> time(String key) {
        Kind<Duration> kind = duration(Duration.ofMillis(1), Duration.ofDays(1));
        return required(key, kind, "3s");
    }
}
