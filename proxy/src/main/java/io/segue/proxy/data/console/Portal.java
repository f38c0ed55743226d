package io.segue.proxy.data.console;

import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.CommandComplete;
import io.segue.protocol.message.NoData;
import io.segue.protocol.message.PortalSuspended;
import java.util.List;
import java.util.function.Consumer;

/** A bound statement: carried out at its first Execute; later ones fetch the rows that are left. Event loop. */
final class Portal {

    /** How far it is. */
    private sealed interface State {

        record Bound() implements State {}

        record Fetching(List<List<String>> rowsLeft, String tag) implements State {}
    }

    private final Console.Statement statement;
    private final ColumnEncoding encoding;
    private State state = new State.Bound();

    Portal(Console.Statement statement, ColumnEncoding encoding) {
        this.statement = statement;
        this.encoding = encoding;
    }

    Console.Statement statement() {
        return statement;
    }

    /** Whether it has been carried out, so that only rows are left to fetch. */
    boolean executed() {
        return switch (state) {
            case State.Bound _ -> false;
            case State.Fetching _ -> true;
        };
    }

    BackendMessage description() {
        return encoding.columns().isEmpty() ? new NoData() : encoding.description();
    }

    void executed(List<List<String>> rows, String tag) {
        state = new State.Fetching(rows, tag);
    }

    /** @param maxRows 0 or less: all */
    void fetch(int maxRows, Consumer<BackendMessage> send) {
        if (!(state instanceof State.Fetching(List<List<String>> rows, String tag))) {
            throw new IllegalStateException("a portal that was not executed has no rows");
        }
        int count = maxRows <= 0 ? rows.size() : Math.min(maxRows, rows.size());
        rows.subList(0, count).forEach(row -> send.accept(encoding.row(row)));
        state = new State.Fetching(rows.subList(count, rows.size()), tag);
        send.accept(count < rows.size() ? new PortalSuspended() : new CommandComplete(tag));
    }
}
