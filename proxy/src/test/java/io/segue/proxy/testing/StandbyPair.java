package io.segue.proxy.testing;

/**
 * A primary and a standby that streams from it, for tests that leave them as they were. Started when the first such test asks for them, and
 * ended with the virtual machine: a pair costs two seconds.
 */
public final class StandbyPair {

    private static final StandbyPair SHARED = new StandbyPair();

    private final PostgresServer primary = PostgresServer.create().start();
    private final PostgresServer standby =
            PostgresServer.standbyOf(primary).configure("max_standby_streaming_delay = 100ms").start();

    private StandbyPair() {}

    public static PostgresServer primary() {
        return SHARED.primary;
    }

    public static PostgresServer standby() {
        return SHARED.standby;
    }
}
