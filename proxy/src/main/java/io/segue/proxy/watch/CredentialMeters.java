package io.segue.proxy.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** How it becomes known what roles log in with. Any thread. */
public final class CredentialMeters {

    private final MeterRegistry registry;
    private final Map<Source, Timer> lookups = new EnumMap<>(Source.class);

    /** Where an answer came from. */
    public enum Source {
        SERVER,
        USERS_FILE,
        /** No server answered soon; what one said last was taken. */
        MEMORY,
        /** No server answered, and nothing was remembered: the client was refused. */
        NONE
    }

    CredentialMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Source source : Source.values()) {
            lookups.put(source, Timer.builder("segue.credentials.lookup")
                    .description("How long logins wait until it is known what their role logs in with, by where that came from")
                    .tag("source", CounterFamily.labelOf(source))
                    .register(registry));
        }
    }

    /**
     * Once.
     *
     * @param remembered roles kept for the moments in which no server answers
     * @param waiting roles that wait to be looked up
     */
    public void register(IntSupplier remembered, IntSupplier waiting) {
        Gauge.builder("segue.credentials.remembered", remembered, IntSupplier::getAsInt)
                .description("Roles whose credentials are kept for the moments in which no server answers")
                .strongReference(true)
                .register(registry);
        Gauge.builder("segue.credentials.waiting", waiting, IntSupplier::getAsInt)
                .description("Roles that wait to be looked up on a server")
                .strongReference(true)
                .register(registry);
    }

    public void lookedUp(Source source, long sinceNanos) {
        lookups.get(source).record(System.nanoTime() - sinceNanos, TimeUnit.NANOSECONDS);
    }
}
