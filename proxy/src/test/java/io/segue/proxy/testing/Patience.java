package io.segue.proxy.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long a test waits for what must come. A condition ends the wait, never the time: the limit only turns what never comes into a failure, so it
 * is one that no slow or busy machine reaches.
 */
public final class Patience {

    public static final Duration LIMIT = Duration.ofMinutes(1);

    private Patience() {}

    public static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT);
    }
}
