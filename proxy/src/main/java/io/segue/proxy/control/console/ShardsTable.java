package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.control.migration.MigrationStatus;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.GateSnapshot.State;
import io.segue.proxy.route.Shard;
import java.util.List;
import java.util.Optional;

/**
 * SHOW SHARDS and SHOW HOLDS.
 *
 * <p>{@code node}: where the traffic goes, or went until the hold. {@code epoch}: counts the changes of node. {@code gate}: OPEN, HOLDING,
 * REFUSING. {@code owner}: who holds. {@code held_us}: for how many microseconds. {@code sessions}: clients of the shard; {@code inside} of
 * them have a unit of work under way, {@code waiting} wait for the release with {@code waiting_bytes} read of them, {@code warm} have a
 * spare link, {@code reading} read on the standby meanwhile. {@code migration}: the state of the shard's last migration.
 * {@code alarm}: what is wrong with the node that the traffic goes to, NULL when nothing is known to be.
 * {@code policies}: what moves may do to sessions in their way.
 * {@code queued}: sessions that wait for their turn to log in anew.
 * {@code refused}: why a node that takes writes has no traffic, such as an old primary that was brought back; NULL when there is none such.
 */
final class ShardsTable {

    private record Line(Shard shard, GateSnapshot gate, Optional<MigrationStatus> migration, Optional<String> alarm, Optional<String> refused) {}

    private final ConsoleSubjects subjects;

    ShardsTable(ConsoleSubjects subjects) {
        this.subjects = subjects;
    }

    Operation shards() {
        return new Table<>(
                List.of(
                        text("shard", line -> line.shard().name()),
                        text("databases", line -> String.join(",", line.shard().databases())),
                        text("node", line -> line.gate().route().node().name()),
                        bigint("epoch", line -> line.gate().route().epoch()),
                        text("gate", line -> line.gate().state()),
                        text("owner", line -> Texts.orNull(line.gate().owner())),
                        bigint("held_us", ShardsTable::heldMicros),
                        bigint("sessions", line -> line.gate().sessions()),
                        bigint("inside", line -> line.gate().inside()),
                        bigint("waiting", line -> line.gate().waiting()),
                        bigint("waiting_bytes", line -> line.gate().waitingBytes()),
                        bigint("warm", line -> line.gate().warm()),
                        bigint("reading", line -> line.gate().reading()),
                        text("migration", line -> line.migration().map(MigrationStatus::state)),
                        text("alarm", Line::alarm),
                        text("policies", line -> line.shard().policies()),
                        bigint("queued", line -> line.gate().queued()),
                        text("refused", Line::refused)),
                this::lines);
    }

    Operation holds() {
        return new Table<>(
                List.of(
                        text("shard", line -> line.shard().name()),
                        text("owner", line -> Texts.orNull(line.gate().owner())),
                        text("gate", line -> line.gate().state()),
                        bigint("held_us", ShardsTable::heldMicros),
                        bigint("inside", line -> line.gate().inside()),
                        bigint("waiting", line -> line.gate().waiting()),
                        bigint("waiting_bytes", line -> line.gate().waitingBytes()),
                        bigint("reading", line -> line.gate().reading())),
                () -> lines().stream().filter(line -> line.gate().state() != State.OPEN).toList());
    }

    private List<Line> lines() {
        List<MigrationStatus> migrations = subjects.migrations().list();
        return subjects.shards().shards().stream().map(shard -> line(shard, migrations)).toList();
    }

    private Line line(Shard shard, List<MigrationStatus> migrations) {
        return new Line(
                shard,
                subjects.traffic().apply(shard).snapshot(),
                migrations.stream().filter(migration -> migration.shard().equals(shard.name())).findFirst(),
                subjects.alarms().apply(shard),
                subjects.refusedPrimaries().apply(shard));
    }

    private static Object heldMicros(Line line) {
        return line.gate().heldFor().toNanos() / 1_000;
    }
}
