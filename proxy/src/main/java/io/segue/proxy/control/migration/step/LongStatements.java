package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.survey.Activity.OpenTransaction;
import java.time.Duration;
import java.util.List;

/**
 * Lets statements that have run for long come to their end before the hold, in which everybody would wait for them: long reads, above all, which
 * would be the only ones at work then. What sits idle in its transaction is not waited for: nobody knows for how long.
 */
final class LongStatements {

    private static final Duration GAP = Duration.ofMillis(50);

    private LongStatements() {}

    /** Waits as long as may be; what runs on then, the drain has to do with. */
    static void await(StepContext context, Duration limit) throws StepException, NodeException, InterruptedException {
        List<OpenTransaction> old = running(context);
        if (old.isEmpty()) {
            return;
        }
        context.note("waiting for " + old.size() + " long statements, the oldest: " + old.getFirst());
        if (!context.waitUntil(context.in(limit), GAP, () -> running(context).isEmpty())) {
            context.note("some have run on for " + limit.toMillis() + " ms (limits.warm.duration): the drain will have to wait for them");
        }
    }

    /** What has run for longer than a drain may take is likely to do so once more. */
    private static List<OpenTransaction> running(StepContext context) throws NodeException {
        return context.source().surveyor().activity().transactions().stream()
                .filter(OpenTransaction::client)
                .filter(transaction -> transaction.state().equals("active"))
                .filter(transaction -> transaction.age().compareTo(context.limits().window().drain()) > 0)
                .toList();
    }
}
