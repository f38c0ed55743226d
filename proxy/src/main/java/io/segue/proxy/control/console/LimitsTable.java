package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.route.Shard;
import io.segue.proxy.watch.LimitView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * SHOW LIMITS.
 *
 * <p>{@code value}: NULL when it is off. {@code used}: at this moment, of a limit that holds for each of several names that of the
 * {@code busiest}. {@code peak}: most since the start. {@code refused}: how often somebody was turned away for it.
 */
final class LimitsTable {

    private LimitsTable() {}

    static Operation of(ConsoleSubjects subjects) {
        return new Table<>(
                List.of(
                        text("name", LimitView::name),
                        bigint("value", LimitView::value),
                        bigint("used", LimitView::used),
                        bigint("peak", LimitView::peak),
                        bigint("refused", LimitView::refused),
                        text("busiest", view -> Texts.orNull(view.busiest()))),
                () -> Stream.concat(
                                subjects.entrance().get().stream(),
                                subjects.shards().shards().stream().map(shard -> heldSessions(subjects, shard)))
                        .toList());
    }

    private static LimitView heldSessions(ConsoleSubjects subjects, Shard shard) {
        GateSnapshot gate = subjects.traffic().apply(shard).snapshot();
        return new LimitView(
                "held-sessions", Optional.of((long) subjects.limits().line().sessions()), gate.waiting(), Optional.empty(), Optional.empty(),
                shard.name());
    }
}
