package io.segue.cli.verb;

import io.segue.cli.grants.Grants;
import io.segue.cli.outcome.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code segue grants}. Connects to nothing. */
@Command(
        name = "grants",
        description = {
            "Prints the SQL that gives Segue's role what it needs on a server, and nothing more.",
            "",
            "It asks nobody: pipe it into psql on the primary, as a superuser, before the proxy is started."
        },
        footer = {"", "Example:", "  segue grants --server-version 17 | psql -h 10.0.0.11 -U postgres -d postgres"})
final class GrantsVerb implements Callable<Integer> {

    private final Desk desk;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--server-version",
            paramLabel = "MAJOR",
            defaultValue = "15",
            description = "Of the servers: 15 to 18. Default: ${DEFAULT-VALUE}, which every later one understands as well.")
    private int version;

    @Option(names = "--role", paramLabel = "NAME", defaultValue = "segue", description = "As in role.name. Default: ${DEFAULT-VALUE}.")
    private String role;

    @Option(names = "--verify", description = "Also what `segue verify` needs to read tables, and to analyse them.")
    private boolean verify;

    GrantsVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (version < Grants.OLDEST || version > Grants.NEWEST) {
            throw new ParameterException(
                    spec.commandLine(), "--server-version " + version + " is not between " + Grants.OLDEST + " and " + Grants.NEWEST);
        }
        desk.environment().out().print(Grants.sql(role, version, verify));
        desk.environment().out().flush();
        return ExitCode.DONE.number();
    }
}
