package io.segue.cli.verb;

import io.segue.cli.console.Answer;
import io.segue.cli.console.ConsoleLink;
import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import io.segue.cli.output.TextTable;
import java.util.List;
import java.util.Map;

/** Shows where a shard is and where it would be, and asks. */
final class Confirmation {

    private final Environment environment;
    private final String verb;
    private final String shard;

    Confirmation(Environment environment, String verb, String shard) {
        this.environment = environment;
        this.verb = verb;
        this.shard = shard;
    }

    /** @throws CliException the answer was not yes; nothing was done */
    void ask(ConsoleLink link) throws CliException {
        Answer migration = link.ask("SHOW MIGRATIONS").where("shard", shard);
        if (migration.rows().isEmpty()) {
            return; // Nothing is prepared: the proxy refuses, and says so better than a question could.
        }
        environment.err().print(TextTable.of(places(migration.maps().getFirst())));
        if (!environment.keyboard().confirm("Are you sure?")) {
            throw new CliException(ExitCode.OTHER, verb + " was not confirmed: nothing was done", "");
        }
    }

    private Answer places(Map<String, Object> migration) {
        Object now = migration.get("traffic");
        Object other = now.equals(migration.get("source")) ? migration.get("target") : migration.get("source");
        return new Answer(
                List.of(column("shard"), column("traffic now"), column("after " + verb)), List.of(List.of(shard, now, other)));
    }

    private static Answer.Column column(String name) {
        return new Answer.Column(name, false);
    }
}
