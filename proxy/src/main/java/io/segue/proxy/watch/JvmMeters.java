package io.segue.proxy.watch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

/**
 * Memory, collector, threads, processor and file descriptors of this process, under the names that dashboards know.
 *
 * <p>Apart from {@link Meters}, because it starts the JVM's management classes: to be created after the listeners are open.
 */
public final class JvmMeters implements AutoCloseable {

    private final JvmGcMetrics collector = new JvmGcMetrics();

    public JvmMeters(MeterRegistry registry) {
        collector.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Stops listening to the collector. */
    @Override
    public void close() {
        collector.close();
    }
}
