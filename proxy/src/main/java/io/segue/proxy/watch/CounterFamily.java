package io.segue.proxy.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** A counter for each constant of an enum. All are there from the start, so that a rate over the first event is not lost. Any thread. */
final class CounterFamily<E extends Enum<E>> {

    private final Map<E, Counter> counters;

    CounterFamily(MeterRegistry registry, String name, String description, Tags tags, String label, Class<E> values) {
        counters = new EnumMap<>(values);
        for (E value : values.getEnumConstants()) {
            counters.put(
                    value,
                    Counter.builder(name).description(description).tags(tags).tag(label, labelOf(value)).register(registry));
        }
    }

    void count(E value) {
        counters.get(value).increment();
    }

    static String labelOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
