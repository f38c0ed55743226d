package io.segue.proxy.control.migration.report;

import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.step.Evidence;
import io.segue.proxy.watch.TrafficTally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything about one attempt.
 *
 * @param number counts the reports of a state directory
 * @param attempt what was asked for, by whom and when
 * @param ending what came of it
 * @param preflight what was found beforehand
 * @param phases what was done, in order
 * @param evidence what was seen by the way
 * @param tally what the shard's clients met from the beginning to the end
 * @param hooks what the operator's own programs said
 */
public record MoveReport(
        long number,
        Attempt attempt,
        Ending ending,
        PreflightReport preflight,
        List<Phase> phases,
        Evidence evidence,
        TrafficTally tally,
        List<String> hooks) {

    /** SQLSTATE of an answer that says: whether it was committed is not known. */
    private static final String IN_DOUBT = "08007";

    public MoveReport {
        phases = List.copyOf(phases);
        hooks = List.copyOf(hooks);
    }

    /**
     * What was asked for.
     *
     * @param command such as CUTOVER
     * @param by the role that asked; empty when the proxy itself went on with interrupted work
     */
    public record Attempt(
            long migration, String shard, String command, String by, String source, String target, List<String> allowed, Instant began) {

        public Attempt {
            allowed = List.copyOf(allowed);
        }
    }

    /** What came of it, in the words the operator was told. */
    public record Ending(
            Instant at, String result, String state, String traffic, String message, String detail, String hint) {}

    /** One state of the migration and how long its work took. */
    public record Phase(String state, Duration took) {}

    public Duration took() {
        return Duration.between(attempt.began(), ending.at());
    }

    /** How long the hold lasted in which the traffic moved, or did not; empty when nobody was held. */
    public Optional<Duration> pause() {
        return evidence.holds().isEmpty() ? Optional.empty() : Optional.of(evidence.holds().getLast());
    }

    /** Clients that were told that nobody knows whether their commit took effect. */
    public long commitsInDoubt() {
        return tally.told().entrySet().stream().filter(it -> it.getKey().startsWith(IN_DOUBT)).mapToLong(it -> it.getValue()).sum();
    }

    /** Sum of the phases that bear one of the names. */
    public Duration tookOf(List<String> states) {
        return phases.stream().filter(it -> states.contains(it.state())).map(Phase::took).reduce(Duration.ZERO, Duration::plus);
    }
}
