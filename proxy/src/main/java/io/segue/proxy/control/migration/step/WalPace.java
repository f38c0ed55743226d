package io.segue.proxy.control.migration.step;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How soon the room for WAL is looked at again: the less there is, the sooner. */
public final class WalPace {

    /** However little room there is: a look has its price. */
    public static final Duration SHORTEST = Duration.ofMillis(100);
    /** However much room there is. */
    public static final Duration LONGEST = Duration.ofSeconds(2);

    /** More than one server writes in a second; and when it does, half of the room is left at the next look. */
    private static final long BYTES_IN_A_SECOND = 256L << 20;

    private WalPace() {}

    /** @param spare bytes that may still be written before the limit is reached; less than none beyond it */
    public static Duration untilTheNextLook(long spare) {
        long millis = Math.max(0, spare / 2) / (BYTES_IN_A_SECOND / TimeUnit.SECONDS.toMillis(1));
        return Duration.ofMillis(Math.clamp(millis, SHORTEST.toMillis(), LONGEST.toMillis()));
    }
}
