package io.segue.cli.verb;

import picocli.CommandLine.Command;

/** {@code segue cutover SHARD [--dry-run] [--allow CHECK] [--yes]}. */
@Command(
        name = "cutover",
        description = "Moves a prepared shard's traffic to the other node. Writes wait for a moment; no client sees an error.",
        footer = {
            "",
            "Ctrl-C asks whether to abort; a second Ctrl-C leaves, and the move goes on in the proxy.",
            "",
            "Examples:",
            "  segue cutover orders --dry-run",
            "  segue cutover orders",
            "  segue cutover orders --allow unlogged-relations",
            "  segue cutover orders --yes --format json"
        })
final class CutoverVerb extends MoveVerb {

    CutoverVerb(Desk desk) {
        super(desk, "cutover");
    }
}
