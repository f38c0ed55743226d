package io.segue.cli.verb;

import io.segue.cli.console.Answer;
import io.segue.cli.console.ConsoleLink;
import io.segue.cli.console.LiveStatement;
import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import io.segue.cli.output.Output;
import io.segue.cli.terminal.Interrupts;
import java.time.Duration;
import java.util.Optional;

/** A command from its start to its answer: progress is told as it comes, Ctrl-C and the time limit are looked after meanwhile. */
final class LiveCommand {

    /** How long after an abort by time limit the outcome is still waited for. */
    private static final Duration OUTCOME_LIMIT = Duration.ofSeconds(10);

    private final Environment environment;
    private final Optional<Duration> limit;
    private final Output output;
    private final Undertaking undertaking;

    LiveCommand(Environment environment, Optional<Duration> limit, Output output, Undertaking undertaking) {
        this.environment = environment;
        this.limit = limit;
        this.output = output;
        this.undertaking = undertaking;
    }

    Answer run(ConsoleLink link, String sql) throws CliException {
        LiveStatement statement = link.start(sql);
        AbortDialogue dialogue =
                new AbortDialogue(undertaking, environment.keyboard(), output::progress, statement::cancel);
        try (Interrupts.Registration _ = environment.interrupts().onInterrupt(dialogue::interrupted)) {
            return await(statement, dialogue);
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
            throw left("this program was interrupted");
        }
    }

    private Answer await(LiveStatement statement, AbortDialogue dialogue) throws CliException, InterruptedException {
        long startedNanos = System.nanoTime();
        while (true) {
            Optional<Answer> answer = statement.poll(output::progress);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (dialogue.left()) {
                throw left("left before the end");
            }
            lookAtClock(Duration.ofNanos(System.nanoTime() - startedNanos), dialogue);
        }
    }

    private void lookAtClock(Duration elapsed, AbortDialogue dialogue) throws CliException {
        if (limit.isEmpty() || elapsed.compareTo(limit.get()) < 0) {
            return;
        }
        if (elapsed.compareTo(limit.get().plus(OUTCOME_LIMIT)) > 0) {
            throw left("the time is up, and the proxy has not said what came of the abort");
        }
        dialogue.timeout();
    }

    private CliException left(String why) {
        return new CliException(
                ExitCode.OTHER,
                why + ": " + undertaking.what() + " goes on in the proxy",
                "Watch it with: segue status " + undertaking.shard());
    }
}
