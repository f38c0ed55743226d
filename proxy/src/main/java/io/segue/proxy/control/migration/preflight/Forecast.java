package io.segue.proxy.control.migration.preflight;

import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.migration.step.Deadline;
import io.segue.proxy.control.migration.step.PastMoves.Past;
import io.segue.proxy.control.migration.step.Site;
import io.segue.proxy.control.migration.step.StepContext;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.survey.Activity.OpenTransaction;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Predicts the pause of a move. What depends on the present load is measured, at a few random instants: how long until the transactions
 * that run then have ended, and until the target has replayed what the source had written by then. What cannot be tried without doing it,
 * stop and promotion, is taken from the shard's last move.
 */
public final class Forecast {

    private static final int LOOKS = 3;
    private static final Duration LONGEST_LOOK = Duration.ofMillis(150);
    private static final Duration BETWEEN_GLANCES = Duration.ofMillis(3);
    private static final int MOST_MILLIS_APART = 30;

    /** The measured floor without any load, when this shard has never moved. */
    private static final Past USUAL = new Past(0, Duration.ofMillis(60), Duration.ofMillis(60));

    private final StepContext context;
    private final Random instants = new Random();

    Forecast(StepContext context) {
        this.context = context;
    }

    /** What one look has measured. */
    private record Look(Duration drain, Duration replay) {

        Look longest(Look other) {
            return new Look(longer(drain, other.drain), longer(replay, other.replay));
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) > 0 ? one : other;
        }
    }

    /**
     * @param login how long one login to the target takes
     * @param ends how long the ends of the source's processes take, which the last move may have had fewer of
     */
    PredictedPause predict(Duration login, Duration ends) throws NodeException, InterruptedException {
        Look longest = new Look(Duration.ZERO, Duration.ZERO);
        for (int i = 0; i < LOOKS; i++) {
            context.clock().pause(Duration.ofMillis(1 + instants.nextInt(MOST_MILLIS_APART)));
            longest = longest.longest(look());
        }
        Optional<Past> past = past(context.site(), context.plan());
        Past basis = past.orElse(USUAL);
        return new PredictedPause(
                longest.drain(), longest.replay(), Look.longer(basis.stop(), ends), basis.promotion(), logins(login),
                "looked " + LOOKS + " times; stop and promotion "
                        + past.map(it -> "as in report " + it.report()).orElse("as on an idle pair"));
    }

    /**
     * From one look that waits for nothing, for whoever asks every few seconds. A transaction that is met at a random instant lasts, on
     * the average, as long again as it has lasted.
     *
     * @param plan of the move
     * @param replay how long the target has just taken to replay what the source had written
     */
    public static PredictedPause atAGlance(Site site, Plan plan, Duration replay) throws NodeException {
        Duration longest = site.limits().window().drain();
        Duration drain = site.node(plan.source()).surveyor().activity().transactions().stream()
                .filter(OpenTransaction::client)
                .map(OpenTransaction::age)
                .max(Duration::compareTo)
                .map(age -> age.compareTo(longest) < 0 ? age : longest)
                .orElse(Duration.ZERO);
        Past basis = past(site, plan).orElse(USUAL);
        return new PredictedPause(drain, replay, basis.stop(), basis.promotion(), Duration.ZERO, "at a glance");
    }

    private static Optional<Past> past(Site site, Plan plan) {
        return site.pastMoves().last(plan.shard());
    }

    private Look look() throws NodeException, InterruptedException {
        long begin = context.clock().nanos();
        Deadline end = Deadline.in(context.clock(), LONGEST_LOOK);
        Set<Key> running = running();
        Lsn written = context.source().status().position();
        Optional<Duration> drained = Optional.empty();
        Optional<Duration> replayed = Optional.empty();
        while (true) {
            Duration now = Duration.ofNanos(context.clock().nanos() - begin);
            if (replayed.isEmpty() && context.target().replayed().compareTo(written) >= 0) {
                replayed = Optional.of(now);
            }
            if (drained.isEmpty() && gone(running)) {
                drained = Optional.of(now);
            }
            if (drained.isPresent() && replayed.isPresent() || end.passed()) {
                Duration atLeast = Duration.ofNanos(context.clock().nanos() - begin);
                return new Look(drained.orElse(atLeast), replayed.orElse(atLeast));
            }
            context.clock().pause(BETWEEN_GLANCES);
        }
    }

    /** A transaction of a session, not to be taken for the session's next one. */
    private record Key(int pid, long began) {}

    private Set<Key> running() throws NodeException {
        return context.source().surveyor().activity().transactions().stream()
                .filter(OpenTransaction::client)
                .map(it -> new Key(it.pid(), it.began()))
                .collect(Collectors.toSet());
    }

    private boolean gone(Set<Key> transactions) throws NodeException {
        return transactions.isEmpty() || running().stream().noneMatch(transactions::contains);
    }

    /** Sessions without a spare link dial at the release, a few at the same time. */
    private Duration logins(Duration one) {
        int cold = Math.max(0, context.traffic().snapshot().sessions() - context.limits().warm().sessions());
        int rounds = Math.ceilDiv(cold, context.limits().warm().concurrency());
        return one.multipliedBy(rounds);
    }
}
