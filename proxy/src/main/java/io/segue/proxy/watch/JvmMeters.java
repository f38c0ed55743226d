package io.segue.proxy.watch;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Memory, collector, threads, processor and file descriptors of this process, under the names that dashboards know.
 *
 * <p>Apart from {@link Meters}, because it starts the JVM's management classes: to be created after the listeners are open.
 */
public final class JvmMeters implements AutoCloseable {

    private final JvmGcMetrics collector = new JvmGcMetrics();

    /** @param loops ids of the threads that carry sessions */
    public JvmMeters(MeterRegistry registry, long[] loops) {
        collector.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        FunctionCounter.builder("segue.loops.allocated", threads, from -> allocated(from, loops))
                .description("Heap that the event loops have allocated: a message on its way needs none")
                .baseUnit("bytes")
                .register(registry);
    }

    /** Of a thread that has ended the JVM says -1. */
    private static double allocated(ThreadMXBean threads, long[] loops) {
        return Arrays.stream(threads.getThreadAllocatedBytes(loops)).filter(bytes -> bytes > 0).sum();
    }

    /** Stops listening to the collector. */
    @Override
    public void close() {
        collector.close();
    }
}
