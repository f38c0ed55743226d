package io.segue.cli.verb;

import io.segue.cli.outcome.CliException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine;

/** A verb that shows one of the console's tables: {@code segue nodes} is {@code SHOW NODES}. */
@Command
final class ShowVerb implements Callable<Integer> {

    private final Desk desk;
    private final String table;

    private ShowVerb(Desk desk, String table) {
        this.desk = desk;
        this.table = table;
    }

    static CommandLine of(Desk desk, String table, String description) {
        CommandLine commandLine = new CommandLine(new ShowVerb(desk, table));
        commandLine.setCommandName(table);
        commandLine.getCommandSpec().usageMessage().description(description);
        return commandLine;
    }

    @Override
    public Integer call() throws CliException {
        return desk.show(table, table, "SHOW " + table);
    }
}
