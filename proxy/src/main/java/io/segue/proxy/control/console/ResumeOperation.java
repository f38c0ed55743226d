package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.Console.Column;
import io.segue.proxy.data.console.ConsoleException;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.Traffic;
import java.util.List;

/** RESUME: ends a pause, also one that is still waiting for its drain. The hold of a move is not ended: it guards the move. */
final class ResumeOperation implements Operation {

    private record Line(String shard, String message) {}

    private static final List<Table.Field<Line>> FIELDS =
            List.of(text("shard", Line::shard), text("state", _ -> GateSnapshot.State.OPEN), text("message", Line::message));

    private final Holds holds;
    private final String shard;

    ResumeOperation(Holds holds, String shard) {
        this.holds = holds;
        this.shard = shard;
    }

    @Override
    public List<Column> columns() {
        return new Table<>(FIELDS, List::of).columns();
    }

    @Override
    public List<List<String>> run(Console.Client client) throws ConsoleException, InterruptedException {
        String message = resume(holds.traffic(shard));
        return new Table<>(FIELDS, () -> List.of(new Line(shard, message))).run(client);
    }

    private String resume(Traffic traffic) throws ConsoleException {
        if (traffic.release(Holds.PAUSE_OWNER)) {
            return "the pause of " + shard + " has ended";
        }
        GateSnapshot gate = traffic.snapshot();
        return switch (gate.state()) {
            case OPEN -> shard + " was not paused";
            case HOLDING, REFUSING -> throw Holds.closed(shard, gate);
        };
    }
}
