package io.segue.cli.verb;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The findings of preflight that an operator takes upon himself, each by its name. */
final class Allowances {

    @Option(
            names = "--allow",
            paramLabel = "CHECK",
            description = "Pass over what this check of preflight finds, if it is one that can be passed over; may be given several times.")
    private List<String> checks = List.of();

    /** The clause of the console's statement; empty when nothing is allowed. */
    String clause() {
        return checks.isEmpty() ? "" : checks.stream().map(Sql::name).collect(Collectors.joining(", ", " ALLOW ", ""));
    }
}
