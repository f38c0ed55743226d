package io.segue.proxy.control.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Values as PostgreSQL would print them with DateStyle ISO and TimeZone UTC. */
final class Texts {

    private static final DateTimeFormatter TIMESTAMPTZ =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Texts() {}

    /** @return null for null and for an empty {@link Optional} */
    static String of(Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> optional.map(Texts::of).orElse(null);
            case Boolean truth -> truth ? "t" : "f";
            case Instant instant -> TIMESTAMPTZ.format(instant);
            case Object other -> other.toString();
        };
    }

    /** NULL instead of a text without content. */
    static Optional<String> orNull(String text) {
        return Optional.of(text).filter(content -> !content.isEmpty());
    }
}
