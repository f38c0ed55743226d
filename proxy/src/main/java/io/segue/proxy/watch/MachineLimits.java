package io.segue.proxy.watch;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/** What the machine grants the process: open files, and memory outside of the heap, in which bytes on their way stand. Any thread. */
public final class MachineLimits {

    /** Files, journals, event loops, shells and the connections to the nodes. */
    private static final long OWN_FILES = 200;

    private final UnixOperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);

    /** For SHOW LIMITS. */
    public List<LimitView> views() {
        return List.of(
                new LimitView(
                        "open-files", Optional.of(system.getMaxFileDescriptorCount()), openFiles(), Optional.empty(), Optional.empty(),
                        ""),
                new LimitView(
                        "direct-memory", Optional.of(PlatformDependent.maxDirectMemory()),
                        PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory(), Optional.empty(), Optional.empty(), ""));
    }

    /** Counting them takes one more (the JDK lists {@code /proc/self/fd}): when that fails, all that are granted are open. */
    private long openFiles() {
        try {
            return system.getOpenFileDescriptorCount();
        } catch (InternalError noneIsLeft) {
            return system.getMaxFileDescriptorCount();
        }
    }

    /**
     * Whether the process may open as many files as its limits would have it.
     *
     * @param clients each of which has its own connection and a link
     * @param others connections of any other kind
     * @return what to change; empty when all is well
     */
    public Optional<String> shortOfFiles(long clients, long others) {
        return shortOfFiles(system.getMaxFileDescriptorCount(), clients, others);
    }

    static Optional<String> shortOfFiles(long granted, long clients, long others) {
        long needed = 2 * clients + others + OWN_FILES;
        if (granted >= needed) {
            return Optional.empty();
        }
        long bearable = Math.max(1, (granted - others - OWN_FILES) / 2);
        return Optional.of("open files: " + granted + " are granted and " + needed + " may be needed: write LimitNOFILE=" + needed
                + " into the service (or ulimit -n " + needed + "), or limits.clients = " + bearable + " into the configuration");
    }
}
