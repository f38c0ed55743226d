package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.Console.Column;
import io.segue.proxy.data.console.ConsoleException;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.SessionView;
import java.util.List;

/** KILL_CLIENT: ends one session; shows which that was. */
final class KillOperation implements Operation {

    private static final List<Table.Field<SessionView>> FIELDS = List.of(
            bigint("id", SessionView::id),
            text("user", SessionView::user),
            text("database", SessionView::database),
            text("application", SessionView::application),
            text("address", SessionView::address),
            text("state", SessionView::state));

    private final Roster roster;
    private final long id;

    KillOperation(Roster roster, long id) {
        this.roster = roster;
        this.id = id;
    }

    @Override
    public List<Column> columns() {
        return new Table<>(FIELDS, List::of).columns();
    }

    @Override
    public List<List<String>> run(Console.Client client) throws ConsoleException, InterruptedException {
        SessionView ended = roster.end(id)
                .orElseThrow(() -> ConsoleStates.refused("there is no client with id " + id, "SHOW CLIENTS shows who is there."));
        return new Table<>(FIELDS, () -> List.of(ended)).run(client);
    }
}
