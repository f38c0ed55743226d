package io.segue.cli.verb;

import io.segue.cli.outcome.CliException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code segue transcript on|off|show}. */
@Command(
        name = "transcript",
        description = "Writes conversations of clients down, a line per message and no secrets, into a file of the proxy's.",
        footer = {
            "",
            "Example:",
            "  segue transcript on --database shop --for 5min",
            "  segue transcript show",
            "  segue transcript off"
        })
final class TranscriptVerb implements Runnable {

    private final Desk desk;

    @Spec
    private CommandSpec spec;

    TranscriptVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "on, off or show is missing");
    }

    @Command(name = "show", description = "The transcripts that are being taken, and where they are written.")
    int show() throws CliException {
        return desk.show("transcript", "transcripts", "SHOW TRANSCRIPTS");
    }

    @Command(name = "off", description = "Ends all transcripts.")
    int off() throws CliException {
        return desk.show("transcript", "transcripts", "TRANSCRIPT OFF");
    }

    /** {@code segue transcript on}. */
    @Command(name = "on", description = "Begins a transcript: of sessions that are there and of those that come.")
    static final class On implements Callable<Integer> {

        private final Desk desk;

        @ArgGroup(multiplicity = "1")
        private Subject subject;

        @Option(names = "--for", paramLabel = "DURATION", description = "When it ends by itself. Default: 5min.")
        private String duration;

        @Option(names = "--lines", paramLabel = "NUMBER", description = "After how many lines it ends. Default: 100000.")
        private Long lines;

        @Option(names = "--without-values", description = "Show of parameters, columns and COPY data their length only.")
        private boolean withoutValues;

        On(Desk desk) {
            this.desk = desk;
        }

        /** Whose conversations. */
        private static final class Subject {

            @Option(names = "--database", paramLabel = "NAME", description = "Of all clients of a database.")
            private String database;

            @Option(names = "--role", paramLabel = "NAME", description = "Of all clients of a role.")
            private String user;

            @Option(names = "--client", paramLabel = "ID", description = "Of one client, by its id in SHOW CLIENTS.")
            private Long client;

            private String sql() {
                if (client != null) {
                    return "CLIENT " + client;
                }
                return database != null ? "DATABASE " + Sql.name(database) : "USER " + Sql.name(user);
            }
        }

        @Override
        public Integer call() throws CliException {
            String sql = "TRANSCRIPT ON FOR " + subject.sql()
                    + Optional.ofNullable(duration).map(text -> " FOR " + Sql.text(text)).orElse("")
                    + Optional.ofNullable(lines).map(number -> " LIMIT " + number + " LINES").orElse("")
                    + (withoutValues ? " WITHOUT VALUES" : "");
            return desk.show("transcript", "transcripts", sql);
        }
    }
}
