package io.segue.cli.verb;

import io.segue.cli.outcome.CliException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code segue pause SHARD [--for DURATION]}. */
@Command(
        name = "pause",
        description = "Makes what starts on a shard wait, returns when nothing runs there any more. The pause ends by itself.",
        footer = {"", "Example:", "  segue pause orders --for 2s"})
final class PauseVerb implements Callable<Integer> {

    private final Desk desk;

    @Parameters(paramLabel = "SHARD", description = "The shard's name as in SHOW SHARDS.")
    private String shard;

    @Option(names = "--for", paramLabel = "DURATION", description = "When the pause ends by itself. Default: the proxy's hold limit.")
    private String duration;

    PauseVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws CliException {
        String limit = Optional.ofNullable(duration).map(text -> " TIMEOUT " + Sql.text(text)).orElse("");
        return desk.perform("pause", Undertaking.pause(shard), "PAUSE " + Sql.name(shard) + limit);
    }
}
