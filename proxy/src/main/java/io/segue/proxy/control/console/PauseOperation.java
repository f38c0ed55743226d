package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.Console.Column;
import io.segue.proxy.data.console.ConsoleException;
import io.segue.proxy.gate.HoldEndedException;
import io.segue.proxy.gate.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * PAUSE: what starts waits, and the command returns when nothing runs any more. The hold ends by itself at its limit. Cancelled, or with
 * its client gone before it could be told, it ends at once.
 */
final class PauseOperation implements Operation {

    private static final List<Table.Field<String>> FIELDS = List.of(
            text("shard", shard -> shard), text("state", _ -> "PAUSED"), text("message", PauseOperation::message));

    private final Holds holds;
    private final String shard;
    private final Duration limit;

    PauseOperation(Holds holds, String shard, Duration limit) {
        this.holds = holds;
        this.shard = shard;
        this.limit = limit;
    }

    @Override
    public List<Column> columns() {
        return new Table<>(FIELDS, List::of).columns();
    }

    @Override
    public List<List<String>> run(Console.Client client) throws ConsoleException, InterruptedException {
        Traffic traffic = holds.traffic(shard);
        await(hold(traffic), traffic);
        return new Table<>(FIELDS, () -> List.of(shard)).run(client);
    }

    private CompletionStage<Void> hold(Traffic traffic) throws ConsoleException {
        try {
            return traffic.hold(Holds.PAUSE_OWNER, limit);
        } catch (IllegalStateException alreadyHeld) {
            throw Holds.closed(shard, traffic.snapshot());
        }
    }

    private void await(CompletionStage<Void> drained, Traffic traffic) throws ConsoleException, InterruptedException {
        try {
            drained.toCompletableFuture().get();
        } catch (InterruptedException interrupted) {
            traffic.release(Holds.PAUSE_OWNER);
            throw interrupted;
        } catch (ExecutionException failure) {
            throw ended(failure.getCause());
        }
    }

    private ConsoleException ended(Throwable cause) {
        if (!(cause instanceof HoldEndedException)) {
            throw new IllegalStateException("a pause ended unexpectedly", cause);
        }
        return new ConsoleException(
                ConsoleStates.FAILED,
                "the pause of " + shard + " ended before what was running did",
                cause.getMessage(),
                "SHOW CLIENTS shows what runs; PAUSE " + shard + " TIMEOUT '10s' waits longer for it.");
    }

    private static String message(String shard) {
        return "nothing runs on " + shard + "; the pause ends by itself, or with RESUME " + shard;
    }
}
