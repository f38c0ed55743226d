package io.segue.cli.bulk;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Looks at the proxy's memory again and again while something goes on, on a thread of its own, and remembers the highest. */
final class MemoryWatch {

    private static final long PAUSE_MILLIS = 500;

    private final ProxyMemory memory;

    MemoryWatch(ProxyMemory memory) {
        this.memory = memory;
    }

    /** What was seen before, at most meanwhile, and behind. */
    record Seen(Memory before, Memory highest, Memory after) {}

    /** What is watched. */
    @FunctionalInterface
    interface Deed {
        void happen() throws Exception;
    }

    /** @throws Exception of the deed, or because the proxy does not say any more how it is */
    Seen during(Deed deed) throws Exception {
        Memory before = memory.look();
        CountDownLatch over = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Memory> highest = thread.submit(() -> highest(before, over));
            try {
                deed.happen();
            } finally {
                over.countDown();
            }
            return new Seen(before, highest.get(), memory.look());
        }
    }

    private Memory highest(Memory before, CountDownLatch over) throws SQLException, InterruptedException {
        Memory highest = before;
        do {
            highest = highest.highest(memory.look());
        } while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        return highest;
    }
}
