package io.segue.proxy.config;

import static io.segue.proxy.config.schema.Kinds.duration;
import static io.segue.proxy.config.schema.Kinds.oneOf;
import static io.segue.proxy.config.schema.Kinds.wholeNumber;
import static io.segue.proxy.config.schema.Setting.optional;
import static io.segue.proxy.config.schema.Setting.required;

import io.segue.proxy.config.hba.HbaKinds;
import io.segue.proxy.config.hba.NamePattern;
import io.segue.proxy.config.schema.Element;
import io.segue.proxy.config.schema.Kind;
import io.segue.proxy.config.schema.Repeated;
import io.segue.proxy.config.schema.Section;
import io.segue.proxy.config.schema.Setting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of how sessions come by their links; part of {@link Keys}. A pool's own values stand before those for all pools. */
final class PoolKeys {

    private static final int MOST_LINKS = 100_000;
    private static final Kind<Duration> TIME = duration(Duration.ofMillis(1), Duration.ofDays(30));

    static final Setting<List<NamePattern>> DATABASE = required("database", HbaKinds.databases(), "all");
    static final Setting<List<NamePattern>> USER = optional("user", HbaKinds.users(), "all");
    static final Setting<PoolMode> MODE = required(
            "mode",
            oneOf(Arrays.stream(PoolMode.values()).collect(Collectors.toMap(PoolMode::toString, mode -> mode, (a, _) -> a, TreeMap::new))),
            "session");

    static final Setting<Integer> SIZE = required("size", wholeNumber(1, MOST_LINKS), "20");
    static final Setting<Integer> MIN = required("min", wholeNumber(0, MOST_LINKS), "0");
    static final Setting<Integer> RESERVE = required("reserve", wholeNumber(0, MOST_LINKS), "5");
    static final Setting<Duration> RESERVE_AFTER = required("reserve-after", TIME, "5s");
    static final Setting<Duration> MAX_LIFETIME = required("max-lifetime", TIME, "1h");
    static final Setting<Duration> IDLE_TIMEOUT = required("idle-timeout", TIME, "10min");
    static final Setting<Duration> WAIT = required("wait", TIME, "120s");
    static final Setting<Integer> WAITING = required("waiting", wholeNumber(1, 1_000_000), "10000");

    private static final List<Setting<?>> FOR_ALL = List.of(SIZE, MIN, RESERVE, RESERVE_AFTER, MAX_LIFETIME, IDLE_TIMEOUT, WAIT, WAITING);

    static final Section POOL = new Section("pool", FOR_ALL.toArray(Element[]::new));
    static final Repeated POOLS = Repeated.any(new Section(
            "pools",
            Stream.concat(Stream.<Element>of(DATABASE, USER, MODE), FOR_ALL.stream().map(PoolKeys::own)).toList()));

    private PoolKeys() {}

    /** The same key in one pool, where it may be left out. */
    private static <T> Setting<T> own(Setting<T> setting) {
        return optional(setting.key(), setting.kind(), setting.exampleValue());
    }
}
