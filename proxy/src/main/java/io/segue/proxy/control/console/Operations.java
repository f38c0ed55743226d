package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.control.migration.Order;
import io.segue.proxy.data.console.Console.Column;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/** From a command to what it does. */
final class Operations {

    private final ConsoleSubjects subjects;
    private final String version;
    private final String serverVersion;
    private final ThreadFactory threads;
    private final Holds holds;

    Operations(ConsoleSubjects subjects, String version, String serverVersion, ThreadFactory threads) {
        this.subjects = subjects;
        this.version = version;
        this.serverVersion = serverVersion;
        this.threads = threads;
        this.holds = new Holds(subjects);
    }

    Operation of(Command command) {
        return switch (command) {
            case Command.Show(Topic topic) -> show(topic);
            case Command.ShowSteps(var shard) -> MigrationsTable.steps(subjects.migrations(), shard);
            case Command.ShowReport(var which, var form) -> ReportsTable.one(subjects.migrations(), which, form);
            case Command.ShowParameter(DriverParameter parameter) -> one(parameter.parameter(), parameter.value(serverVersion));
            case Command.Move(_, var move, var terms) -> new MoveOperation(new Order(move, terms), subjects.migrations(), threads);
            case Command.Plan(_, var move, var terms) ->
                new Table<>(List.of(text("plan", line -> line)), () -> subjects.migrations().plan(new Order(move, terms)));
            case Command.Go(var shard) -> MoveOperation.go(shard, subjects.migrations());
            case Command.Precheck(var shard, var terms) -> PrecheckTable.of(subjects.migrations(), shard, terms);
            case Command.Verify(var shard, var request) -> new VerifyOperation(subjects.migrations(), shard, request);
            case Command.Pause(var shard, var limit) -> new PauseOperation(holds, shard, limit.orElse(subjects.limits().window().hold()));
            case Command.TranscriptOn on -> TranscriptOperations.on(subjects.transcripts(), on);
            case Command.TranscriptOff() -> TranscriptOperations.off(subjects.transcripts());
            case Command.KillClient(long id) -> new KillOperation(subjects.roster(), id);
            case Command.Resume(var shard) -> new ResumeOperation(holds, shard);
            case Command.SelectNumber(long number) -> new Table<>(List.of(Table.bigint("?column?", one -> one)), () -> List.of(number));
            case Command.Accepted _ -> new Table<>(List.of(), List::of);
        };
    }

    private Operation show(Topic topic) {
        return switch (topic) {
            case SHARDS -> new ShardsTable(subjects).shards();
            case HOLDS -> new ShardsTable(subjects).holds();
            case NODES -> new NodesTable(subjects, threads).operation();
            case CLIENTS -> ClientsTable.of(subjects.roster());
            case SOCKETS -> SocketsTable.of(subjects.roster());
            case SESSIONS -> SessionsTable.of(subjects);
            case HBA -> HbaTable.of(subjects.rules());
            case MIGRATIONS -> MigrationsTable.migrations(subjects.migrations());
            case STEPS -> MigrationsTable.steps(subjects.migrations(), Optional.empty());
            case REPORTS -> ReportsTable.all(subjects.migrations());
            case TRANSCRIPTS -> TranscriptOperations.show(subjects.transcripts());
            case LIMITS -> LimitsTable.of(subjects);
            case STATS -> StatsTable.stats(subjects.flows());
            case STATS_TOTALS -> StatsTable.totals(subjects.flows());
            case POOLS -> PoolsTable.of(subjects.roster(), subjects.pools());
            case DATABASES -> DatabasesTable.of(subjects);
            case LISTS -> ListsTable.of(subjects);
            case MEM -> MemoryTable.of(subjects);
            case VERSION -> one("version", version);
            case CONFIG -> config();
            case HELP -> HelpTable.of(this::columns);
        };
    }

    /** As PgBouncer has it, yes and no included. */
    private Operation config() {
        return new Table<>(
                List.of(
                        text("key", Setting::key),
                        text("value", Setting::value),
                        text("default", Setting::defaultValue),
                        text("changeable", setting -> setting.changeable() ? "yes" : "no")),
                () -> Stream.concat(subjects.settings().get().stream(), Stream.of(forExporters())).toList());
    }

    /** The one key that those who watch PgBouncer read. */
    private Setting forExporters() {
        return new Setting("max_client_conn", Integer.toString(subjects.limits().clients().inAll()), "", false);
    }

    private List<Column> columns(Topic topic) {
        return show(topic).columns();
    }

    private static Operation one(String column, String value) {
        return new Table<>(List.of(text(column, row -> row)), () -> List.of(value));
    }
}
