package io.segue.proxy.control.console;

import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.verify.VerifyRequest;
import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.ConsoleException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two lines for every admin command, one when it begins and one when it ends: who, from where, what, and what came of it. Written from the command
 * as it was understood, never from the text that came in.
 */
final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final double NANOS_PER_MILLISECOND = 1e6;

    List<List<String>> recording(Command command, Console.Client client, Operation operation)
            throws ConsoleException, InterruptedException {
        Optional<String> recorded = written(command);
        if (recorded.isEmpty()) {
            return operation.run(client);
        }
        String user = printable(client.user());
        LOG.info("admin command begins user={} from={} command={}", user, client.address(), recorded.get());
        long startedNanos = System.nanoTime();
        String result = "failed unexpectedly";
        try {
            List<List<String>> rows = operation.run(client);
            result = "done";
            return rows;
        } catch (ConsoleException failure) {
            result = failure.sqlState() + " " + printable(failure.getMessage());
            throw failure;
        } catch (InterruptedException interrupted) {
            result = "interrupted";
            throw interrupted;
        } finally {
            String milliseconds = "%.1f".formatted((System.nanoTime() - startedNanos) / NANOS_PER_MILLISECOND);
            LOG.info("admin command ended user={} from={} command={} ms={} result={}", user, client.address(), recorded.get(), milliseconds, result);
        }
    }

    /** Empty for what only looks or does nothing. */
    private static Optional<String> written(Command command) {
        return switch (command) {
            case Command.Move(Verb verb, MigrationCommand.Prepare(String shard, String target), Terms _) ->
                Optional.of(verb + " " + name(shard) + " TO " + name(target));
            case Command.Move(Verb verb, MigrationCommand move, Terms terms) -> Optional.of(verb + " " + name(move.shard()) + written(terms));
            case Command.Plan(Verb verb, MigrationCommand move, Terms terms) ->
                Optional.of(verb + " " + name(move.shard()) + written(terms) + " DRY RUN");
            case Command.Go(String shard) -> Optional.of("GO " + name(shard));
            case Command.Precheck(String shard, Terms terms) -> Optional.of("PRECHECK " + name(shard) + written(terms));
            case Command.Verify(String shard, VerifyRequest request) -> Optional.of("VERIFY " + name(shard)
                    + request.tables().map(it -> it.isEmpty() ? " TABLES ALL" : " TABLES " + printable(String.join(", ", it))).orElse("")
                    + (request.amcheck() ? " AMCHECK" : "") + (request.analyze() ? " ANALYZE" : ""));
            case Command.Pause(String shard, var limit) ->
                Optional.of("PAUSE " + name(shard) + limit.map(given -> " TIMEOUT " + given.toMillis() + "ms").orElse(""));
            case Command.Resume(String shard) -> Optional.of("RESUME " + name(shard));
            case Command.TranscriptOn(var subject, var limit, var lines, boolean values) -> Optional.of("TRANSCRIPT ON FOR " + printable(subject.toString())
                    + limit.map(given -> " FOR " + given.toMillis() + "ms").orElse("")
                    + lines.map(given -> " LIMIT " + given + " LINES").orElse("")
                    + (values ? "" : " WITHOUT VALUES"));
            case Command.KillClient(long id) -> Optional.of("KILL_CLIENT " + id);
            case Command.TranscriptOff() -> Optional.of("TRANSCRIPT OFF");
            case Command.Show _, Command.ShowSteps _, Command.ShowReport _, Command.ShowParameter _, Command.SelectNumber _, Command.Accepted _ ->
                Optional.empty();
        };
    }

    private static String written(Terms terms) {
        String allowed = terms.allowed().isEmpty()
                ? ""
                : terms.allowed().stream().map(AuditLog::name).collect(Collectors.joining(", ", " ALLOW ", ""));
        return allowed + (terms.hold() == Terms.Hold.WHEN_TOLD ? " POSTPONE" : "");
    }

    private static String name(String name) {
        return new Token.QuotedName(printable(name)).written();
    }

    /** Nobody writes lines of their own into the log. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
