package io.segue.proxy.control.migration.step;

import io.segue.proxy.config.Limits;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;
import java.util.List;

/**
 * How long the stop of a server takes for the ends of its clients' processes alone: it waits for each of them, and nobody can call it off. What
 * would take too long must be known before.
 *
 * <p>The prices are measured: proxy/notes/2026-11-27-ends-of-server-processes.md, and proxy/notes/2026-11-28-stops-of-many-processes.md.
 *
 * @param processes that serve clients
 * @param mappedBytes shared memory that the server's processes have touched, without huge pages
 * @param processors that share the work
 */
public record StopForecast(int processes, long mappedBytes, int processors) {

    /** The finding that there are too many, in a preflight and in the terms of a command. */
    public static final String TOO_LONG = "stop-time";

    static final StopForecast NOTHING = new StopForecast(0, 0, 1);

    private static final double MILLIS_OF_AN_END = 3;
    private static final double MILLIS_TO_UNMAP_A_MEGABYTE = 0.05;
    private static final double MEGABYTE = 1 << 20;

    /** As {@code node} is now. Asks its server and its machine: not for a hold. */
    static StopForecast of(DatabaseNode node) throws NodeException {
        var machine = node.surveyor().machine();
        return new StopForecast(node.foreignSessions(List.of()).size(), machine.mappedBytes(), machine.processors());
    }

    /** What unmapping that much takes of a server's processors, all together. */
    public static Duration unmapping(long bytes) {
        return milliseconds(bytes / MEGABYTE * MILLIS_TO_UNMAP_A_MEGABYTE);
    }

    public Duration duration() {
        Duration ends = milliseconds(processes * MILLIS_OF_AN_END);
        return ends.plus(unmapping(mappedBytes)).dividedBy(Math.max(1, processors));
    }

    /** The same server with another number of processes, each of which has touched as much. */
    public StopForecast with(int others) {
        return new StopForecast(others, processes == 0 ? mappedBytes : mappedBytes / processes * others, processors);
    }

    /** How long the stop may take when next to nothing has to be drained: what takes longer fits into no hold. */
    public static Duration limit(Limits.Window limits) {
        return limit(limits, limits.hold());
    }

    /**
     * How long the stop may take. Whatever happens then, proof and promotion or the start of the source, has the rest of the hold, which is a
     * whole switchover, or a quarter of one when the drain has taken its time.
     *
     * @param left of the hold when the stop begins
     */
    static Duration limit(Limits.Window limits, Duration left) {
        Duration atLeast = limits.switchover().multipliedBy(3).dividedBy(4);
        Duration most = left.minus(limits.switchover());
        return most.compareTo(atLeast) > 0 ? most : atLeast;
    }

    public boolean fits(Duration limit) {
        return duration().compareTo(limit) <= 0;
    }

    private static Duration milliseconds(double number) {
        return Duration.ofNanos(Math.round(number * 1e6));
    }

    @Override
    public String toString() {
        return processes + " processes of clients, whose ends take some " + duration().toMillis() + " ms of " + processors + " processors";
    }
}
