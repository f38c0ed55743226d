package io.segue.cli.verb;

import picocli.CommandLine.Command;

/** {@code segue switchback SHARD [--dry-run] [--yes]}. */
@Command(
        name = "switchback",
        description = "Moves a shard's traffic back to the node it was cut over from, the same way.",
        footer = {"", "Example:", "  segue switchback orders --yes"})
final class SwitchbackVerb extends MoveVerb {

    SwitchbackVerb(Desk desk) {
        super(desk, "switchback");
    }
}
