package io.segue.cli;

import io.segue.cli.verb.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code segue}: the command that has all the verbs. */
@Command(
        name = "segue",
        versionProvider = Version.class,
        description = {"Moves a PostgreSQL shard to another server while its applications keep working.", ""},
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        optionListHeading = "%nOptions, before or behind the verb:%n",
        footer = {
            "",
            "A move, from the beginning to the end:",
            "  segue prepare orders --to node_b",
            "  segue precheck orders",
            "  segue cutover orders",
            "  segue status orders",
            "  segue cleanup orders",
            "",
            "`segue VERB --help` says more about a verb. In psql the console is the database \"segue\" on the proxy's own",
            "port: psql -h 127.0.0.1 -p 6432 -d segue"
        })
final class Segue implements Runnable {

    @Mixin
    private final ConnectionOptions options = new ConnectionOptions();

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    ConnectionOptions options() {
        return options;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no verb was given");
    }
}
