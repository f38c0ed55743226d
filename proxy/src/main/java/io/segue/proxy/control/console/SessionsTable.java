package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.gate.Traffic;
import io.segue.proxy.route.Shard;
import io.segue.proxy.watch.SessionLuggage.AtMove;
import io.segue.proxy.watch.SessionView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * SHOW SESSIONS.
 *
 * <p>{@code movable}: yes, no, or unknown while something runs in the session of which its server could not be asked yet; {@code at_move}:
 * whether it follows a move, refuses it, or is ended by it, as the policies say; {@code reason}: why it cannot be moved. {@code memory_bytes}: what is remembered for a move; {@code statements}: prepared in the session. {@code pid}: the server's backend.
 */
final class SessionsTable {

    /** What is not known by then is shown as unknown. */
    private static final long MILLIS_TO_ASK = 2_000;

    private SessionsTable() {}

    static Operation of(ConsoleSubjects subjects) {
        return new Table<>(
                List.of(
                        bigint("id", SessionView::id),
                        text("client", SessionView::address),
                        bigint("pid", view -> Optional.of(view.serverPid()).filter(pid -> pid != 0)),
                        text("database", SessionView::database),
                        text("user", SessionView::user),
                        text("application", SessionView::application),
                        text("shard", SessionView::shard),
                        text("state", SessionView::state),
                        text("movable", view -> movable(view.luggage().atMove())),
                        text("at_move", view -> view.luggage().atMove().name().toLowerCase(Locale.ROOT)),
                        text("reason", view -> Texts.orNull(view.luggage().reason())),
                        bigint("memory_bytes", view -> view.luggage().memoryBytes()),
                        bigint("statements", view -> view.luggage().statements())),
                () -> sessions(subjects));
    }

    private static String movable(AtMove atMove) {
        return switch (atMove) {
            case FOLLOWS -> "yes";
            case REFUSES, ENDS -> "no";
            case UNKNOWN -> "unknown";
        };
    }

    private static List<SessionView> sessions(ConsoleSubjects subjects) throws InterruptedException {
        CompletableFuture<?>[] asked = subjects.shards().shards().stream()
                .map(shard -> inquiry(subjects, shard))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(asked).get(MILLIS_TO_ASK, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            // Then those sessions are shown as not known.
        } catch (ExecutionException e) {
            throw new IllegalStateException("the sessions could not be asked", e.getCause());
        }
        return subjects.roster().sessions();
    }

    private static CompletableFuture<Void> inquiry(ConsoleSubjects subjects, Shard shard) {
        Traffic traffic = subjects.traffic().apply(shard);
        return traffic.inquire().toCompletableFuture();
    }
}
